package dev.parley.gateway.transport.limits;

import io.netty.channel.Channel;

/** User event of a pipeline: the connection holds the most of a {@link ByteBudget} that is used up, and must be closed. */
public enum MemoryEviction {
    EVICTED;

    /** An account of {@code budget} that closes {@code channel} when it is evicted. */
    public static ByteBudget.Account accountOf(Channel channel, ByteBudget budget) {
        return budget.open(() -> channel.pipeline().fireUserEventTriggered(EVICTED));
    }
}
