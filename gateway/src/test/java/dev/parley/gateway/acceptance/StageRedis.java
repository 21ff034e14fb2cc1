package dev.parley.gateway.acceptance;

import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpRelay;
import java.util.Optional;

/** The Redis that a stage talks to. */
abstract class StageRedis implements AutoCloseable {

    /** The one that is named, a server of the stage's own, or one in a container: the first that this machine has. */
    static StageRedis start() {
        var named = System.getenv("PARLEY_TEST_REDIS");
        if (named != null) {
            return new Named(named);
        }
        var isOnPath = Programs.onPath("redis-server").isPresent();
        return !isOnPath && RedisContainer.canRun() ? new RedisContainer() : new Own();
    }

    /** For {@code --redis}. */
    abstract String address();

    /** In front of it; empty for one that is not the stage's own. */
    Optional<TcpRelay> relay() {
        return Optional.empty();
    }

    /** Whether it is the stage's own, to be killed. */
    boolean canBeKilled() {
        return false;
    }

    void kill() {
        throw new UnsupportedOperationException("this Redis is not the stage's own");
    }

    void restart() {
        throw new UnsupportedOperationException("this Redis is not the stage's own");
    }

    @Override
    public void close() {}

    private static final class Named extends StageRedis {
        private final String address;

        Named(String address) {
            this.address = address;
        }

        @Override
        String address() {
            return address;
        }
    }

    private static final class Own extends StageRedis {
        private final RedisServer server = RedisServer.start();
        private final TcpRelay relay = TcpRelay.to(server.port());

        @Override
        String address() {
            return "redis://127.0.0.1:" + relay.port();
        }

        @Override
        Optional<TcpRelay> relay() {
            return Optional.of(relay);
        }

        @Override
        boolean canBeKilled() {
            return true;
        }

        @Override
        void kill() {
            server.kill();
            relay.cut();
        }

        @Override
        void restart() {
            server.restart();
            relay.restore();
        }

        @Override
        public void close() {
            relay.close();
            server.close();
        }
    }
}
