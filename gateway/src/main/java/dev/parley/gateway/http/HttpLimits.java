package dev.parley.gateway.http;

import java.time.Duration;

/**
 * Bounds of an HTTP port.
 *
 * @param firstRequest how long a new connection may take for its first request line and headers
 * @param body how long a request may take to send its body
 * @param idle how long a connection may take for its next request, or for one request with its response
 * @param connections open at the same time
 * @param bytes of requests that are not answered and of responses that are not read, of all connections
 */
record HttpLimits(Duration firstRequest, Duration body, Duration idle, int connections, long bytes) {

    /** Bytes of heap per connection. An incomplete request head may use an eighth of it. */
    private static final int HEAP_PER_CONNECTION = 128 << 10;

    /** Requests of one connection that wait for their response. */
    static final int MAX_PIPELINED = 16;

    /** @param heap bytes that the node may use */
    static HttpLimits forHeap(long heap) {
        return new HttpLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                (int) Math.min(Integer.MAX_VALUE, heap / HEAP_PER_CONNECTION),
                heap / 16);
    }
}
