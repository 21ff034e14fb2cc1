package dev.parley.core.rules;

import dev.parley.core.chat.Media;
import dev.parley.core.error.ErrorCode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Allows attachments by number, type, host and size. Type and size are as declared by the sender; the file store must check them.
 *
 * @param types media types, where {@code image/*} is every image, also one declared as plain {@code image}; an
 *     attachment without a type is let pass
 * @param hosts hosts of allowed URLs, each with its subdomains; empty for any
 */
public record AttachmentsRule(Mode mode, Set<String> types, int max, long maxBytes, Set<String> hosts) implements Rule {

    @Override
    public String name() {
        return "attachments";
    }

    @Override
    public boolean needsContent() {
        return true;
    }

    @Override
    public boolean judgesSystemMessages() {
        return true;
    }

    @Override
    public Verdict judge(Facts facts) {
        List<Media> media = facts.command().media();
        if (media.size() > max) {
            return new Verdict.Refused(ErrorCode.ATTACHMENT_NOT_ALLOWED, "at most " + max + " attachments");
        }
        if (!media.stream().allMatch(each -> isAllowedUrl(each.url()))) {
            return new Verdict.Refused(
                    ErrorCode.ATTACHMENT_NOT_ALLOWED, "an attachment's url must be http(s) on an allowed host");
        }
        if (!media.stream()
                .allMatch(each -> each.type().map(this::isAllowedType).orElse(true))) {
            return new Verdict.Refused(ErrorCode.ATTACHMENT_NOT_ALLOWED, "an attachment's type is not allowed");
        }
        boolean tooLarge = media.stream()
                .anyMatch(each -> each.size().map(size -> size > maxBytes).orElse(false));
        return Verdict.refuseIf(
                tooLarge, ErrorCode.ATTACHMENT_TOO_LARGE, "an attachment has more than " + maxBytes + " bytes");
    }

    private boolean isAllowedUrl(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && isAllowedHost(uri.getHost().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private boolean isAllowedHost(String host) {
        return hosts.isEmpty() || hosts.stream().anyMatch(each -> host.equals(each) || host.endsWith("." + each));
    }

    private boolean isAllowedType(String declared) {
        String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String family = type.split("/", 2)[0] + "/*";
        return types.contains(type) || types.contains(family);
    }
}
