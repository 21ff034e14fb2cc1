package dev.parley.gateway.auth;

/**
 * The token in credentials of the form {@code Bearer <token>}, whose scheme is optional and of any case. Empty when there is only the
 * scheme.
 */
final class BearerToken {
    private static final String SCHEME = "bearer";

    private BearerToken() {}

    static String in(String credentials) {
        boolean hasScheme = credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String rest = hasScheme ? credentials.substring(SCHEME.length()) : credentials;
        return hasScheme && (rest.isEmpty() || rest.startsWith(" ")) ? rest.trim() : credentials;
    }
}
