package dev.parley.gateway.auth;

/** The token in credentials of the form {@code Bearer <token>}, whose scheme is optional and of any case. */
final class BearerToken {
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    static String in(String credentials) {
        boolean hasScheme = credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return hasScheme ? credentials.substring(SCHEME.length()).trim() : credentials;
    }
}
