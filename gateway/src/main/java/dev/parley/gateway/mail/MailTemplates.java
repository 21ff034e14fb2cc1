package dev.parley.gateway.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Mustache templates of the subject, the text and the HTML of a mail. A value that is missing is empty. Thread-safe. */
public final class MailTemplates {
    private static final int LONGEST_SUBJECT = 200;

    private final Template subject;
    private final Template text;
    private final Template html;

    private MailTemplates(String subject, String text, String html) {
        this.subject = compiled("subject", subject, false);
        this.text = compiled("text", text, false);
        this.html = compiled("html", html, true);
    }

    /** The default of each part, for one that is not replaced. */
    public static String standard(String part) {
        try (var in = MailTemplates.class.getResourceAsStream("reminder." + part)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws {@link IllegalArgumentException} that says which template is invalid, and where. */
    public static MailTemplates of(String subject, String text, String html) {
        return new MailTemplates(subject, text, html);
    }

    /** One line. */
    String subject(Map<String, Object> model) {
        String line = subject.execute(model).replaceAll("[\\p{Cc}\\p{Z}]+", " ").strip();
        return line.length() <= LONGEST_SUBJECT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST_SUBJECT)));
    }

    String text(Map<String, Object> model) {
        return text.execute(model);
    }

    String html(Map<String, Object> model) {
        return html.execute(model);
    }

    private static Template compiled(String part, String template, boolean isHtml) {
        try {
            Template compiled =
                    Mustache.compiler().escapeHTML(isHtml).defaultValue("").compile(template);
            compiled.visit(new WithoutIncludes(part));
            return compiled;
        } catch (MustacheException wrong) {
            throw new IllegalArgumentException("mail." + part + " is not a valid template: " + wrong.getMessage());
        }
    }

    /** Deliberate: an include would be noticed when the first mail is sent. */
    private record WithoutIncludes(String part) implements Mustache.Visitor {
        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {}

        @Override
        public boolean visitInclude(String name) {
            throw new IllegalArgumentException("mail." + part + " must not include another template: " + name);
        }

        @Override
        public boolean visitParent(String name) {
            return visitInclude(name);
        }

        @Override
        public boolean visitSection(String name) {
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return true;
        }
    }
}
