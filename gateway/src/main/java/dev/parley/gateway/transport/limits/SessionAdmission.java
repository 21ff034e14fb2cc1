package dev.parley.gateway.transport.limits;

import dev.parley.gateway.engineio.EngineError;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sessions of a node and of each client address, and refuses those over the limits. Any thread. */
public final class SessionAdmission {
    private final SessionLimits limits;
    private final TrustedProxies proxies;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<AddressKey, Integer> perAddress = new ConcurrentHashMap<>();

    public SessionAdmission(SessionLimits limits, TrustedProxies proxies) {
        this.limits = limits;
        this.proxies = proxies;
    }

    /** Reserves a place for one session; empty when it may begin, otherwise why it may not. */
    public Optional<EngineError> reserve(InetAddress address) {
        if (sessions.incrementAndGet() > limits.perNode()) {
            sessions.decrementAndGet();
            return Optional.of(EngineError.NODE_FULL);
        }
        if (isShared(address) || reserveForAddress(AddressKey.of(address))) {
            return Optional.empty();
        }
        sessions.decrementAndGet();
        return Optional.of(EngineError.TOO_MANY_SESSIONS);
    }

    private boolean reserveForAddress(AddressKey address) {
        boolean[] isReserved = new boolean[1];
        perAddress.compute(address, (key, count) -> {
            int before = count == null ? 0 : count;
            isReserved[0] = before < limits.perAddress();
            return isReserved[0] ? Integer.valueOf(before + 1) : count;
        });
        return isReserved[0];
    }

    /** Undoes {@link #reserve}. */
    public void release(InetAddress address) {
        sessions.decrementAndGet();
        if (!isShared(address)) {
            perAddress.computeIfPresent(AddressKey.of(address), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Whether many clients may have this address: they are on this machine, or a proxy did not name them. */
    public boolean isShared(InetAddress address) {
        return address.isLoopbackAddress() || proxies.isTrusted(address);
    }
}
