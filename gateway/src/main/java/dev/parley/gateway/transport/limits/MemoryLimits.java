package dev.parley.gateway.transport.limits;

/**
 * Bytes that the clients of a node may make it hold. Over a bound of the node the largest holders are closed.
 *
 * @param inbound incomplete requests, websocket messages and binary packets of all connections
 * @param attachments the attachments of one incomplete binary packet
 * @param outbound packets of all sessions that their clients have not read
 * @param pending handshakes of all sessions that are in no namespace; one address may have half of it
 */
public record MemoryLimits(long inbound, long attachments, long outbound, long pending) {

    /** @param heap bytes that the node may use; as many again are available to buffers outside the heap */
    public static MemoryLimits forHeap(long heap) {
        return new MemoryLimits(heap / 8, heap / 32, heap / 4, heap / 16);
    }
}
