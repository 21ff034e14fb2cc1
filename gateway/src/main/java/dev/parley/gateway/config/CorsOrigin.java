package dev.parley.gateway.config;

import java.util.regex.Pattern;

/** Checks that a value of {@code --cors-origin} is an origin as browsers send it, for any other would never match. */
final class CorsOrigin {
    private static final Pattern FORM =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9_.-]+|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");
    private static final Pattern DEFAULT_PORT = Pattern.compile("http://.*[^:]:80|https://.*[^:]:443");

    private CorsOrigin() {}

    /** Throws {@link InvalidConfigException}. */
    static void check(String origin) {
        if (!origin.equals("*")) {
            require(!origin.equals("null"), origin, "would allow every sandboxed frame and local file");
            require(!origin.contains("*"), origin, "has a wildcard; name each origin, or * alone for any");
            require(origin.contains("://"), origin, "has no scheme, such as https://");
            require(FORM.matcher(origin).matches(), origin, why(origin));
            require(
                    !DEFAULT_PORT.matcher(origin).matches(),
                    origin,
                    "names the default port, which browsers leave out");
        }
    }

    private static String why(String origin) {
        int path = origin.indexOf('/', origin.indexOf("://") + 3);
        if (path >= 0 && origin.indexOf(' ') < 0) {
            return path == origin.length() - 1 ? "ends with a slash" : "has a path";
        }
        return "is not an origin as browsers send it, such as https://app.example or http://localhost:3000";
    }

    private static void require(boolean holds, String origin, String why) {
        if (!holds) {
            throw new InvalidConfigException("--cors-origin " + origin + " " + why);
        }
    }
}
