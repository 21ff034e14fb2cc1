package dev.parley.gateway.transport.limits;

/**
 * How many sessions a node accepts.
 *
 * @param perNode {@code --max-sessions}
 * @param perAddress {@code --max-sessions-per-address}; loopback and trusted proxies are exempt
 */
public record SessionLimits(int perNode, int perAddress) {

    /** Bytes of heap for one session: about four times what an idle socket takes, so that most of the heap is left for work. */
    private static final int HEAP_PER_SESSION = 24 << 10;

    /** Applies where clients have addresses of their own; an office or a mobile network shares one. */
    private static final int PER_KNOWN_ADDRESS = 1_000;

    /**
     * The defaults.
     *
     * @param heap bytes that the node may use
     * @param knowsAddresses whether trusted proxies are named; without them a load balancer's address may stand for every client
     */
    public static SessionLimits forHeap(long heap, boolean knowsAddresses) {
        int perNode = (int) Math.min(Integer.MAX_VALUE, Math.max(1, heap / HEAP_PER_SESSION));
        return new SessionLimits(perNode, knowsAddresses ? Math.min(perNode, PER_KNOWN_ADDRESS) : perNode);
    }
}
