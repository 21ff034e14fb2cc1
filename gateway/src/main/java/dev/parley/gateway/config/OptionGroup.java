package dev.parley.gateway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The heading in {@code --help} above an option and the options that are declared after it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface OptionGroup {
    String value();
}
