package dev.parley.loadtests.client;

import java.net.http.HttpClient;

/** The HTTP client for requests to every contender. */
public final class PlainHttp {
    /** Deliberate: HTTP/1.1, since Bun does not answer a request that offers HTTP/2. */
    public static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PlainHttp() {}
}
