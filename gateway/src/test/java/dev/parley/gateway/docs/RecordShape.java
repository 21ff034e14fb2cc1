package dev.parley.gateway.docs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.parley.core.id.UserId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** A payload record as it looks in JSON. */
record RecordShape(Class<?> type, List<Field> fields) {

    /**
     * @param type without the {@code Optional} around it
     * @param mayBeNull present also when empty
     */
    record Field(String name, Type type, boolean isOptional, boolean mayBeNull) {}

    static RecordShape of(Class<?> type) {
        return new RecordShape(
                type,
                Arrays.stream(type.getRecordComponents())
                        .map(RecordShape::field)
                        .toList());
    }

    /** An object of any fields. */
    boolean isOpen() {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static Field field(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
        boolean always = include != null && include.value() == JsonInclude.Include.ALWAYS;
        boolean optional = isOptional(component.getGenericType());
        String name = renamed == null ? component.getName() : renamed.value();
        return new Field(name, bare(component.getGenericType()), optional && !always, optional && always);
    }

    private static boolean isOptional(Type type) {
        return type == OptionalLong.class
                || type == OptionalInt.class
                || (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class);
    }

    private static Type bare(Type type) {
        if (type == OptionalLong.class || type == OptionalInt.class) {
            return long.class;
        }
        return isOptional(type) ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
    }

    /** These types and every record and sealed interface they are made of, in order of name. */
    static Collection<Class<?>> closure(Collection<Class<?>> roots) {
        Set<Class<?>> found = new TreeSet<>((a, b) -> a.getSimpleName().compareTo(b.getSimpleName()));
        roots.forEach(root -> collect(root, found));
        return found;
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> named && isNamed(named) && found.add(named)) {
            if (named.isRecord()) {
                RecordShape shape = of(named);
                shape.fields().forEach(field -> collect(field.type(), found));
            } else {
                Arrays.stream(named.getPermittedSubclasses()).forEach(permitted -> collect(permitted, found));
            }
        }
    }

    static boolean isNamed(Type type) {
        return type instanceof Class<?> named && (named.isRecord() || named.isSealed()) && !isId(type);
    }

    /** A string in JSON. */
    static boolean isId(Type type) {
        return type instanceof Class<?> named && named.getPackage() == UserId.class.getPackage();
    }
}
