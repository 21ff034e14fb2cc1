package dev.parley.gateway.quickstart;

import dev.parley.embedded.EmbeddedMongo;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedStoreException;
import dev.parley.gateway.config.ConfigValidator;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.GatewayOptions;
import dev.parley.gateway.config.InvalidConfigException;
import dev.parley.gateway.tls.TrustedAuthorities;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts the embedded stores of the quick start. Without their module an installation must name its stores. */
public final class QuickStartStores {

    /** An embedded store did not start. The message is one line for the operator. */
    public static final class StartException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final Path dataDir;
    private final Consumer<Runnable> endLater;

    private QuickStartStores(Path dataDir, Consumer<Runnable> endLater) {
        this.dataDir = dataDir;
        this.endLater = endLater;
    }

    /**
     * The configuration of each node, with an embedded store where the options name none. Blocks until those answer; throws
     * {@link StartException}.
     *
     * @param endLater takes what stops a store, before the store starts
     */
    public static List<GatewayConfig> nodes(GatewayOptions options, String id, Consumer<Runnable> endLater) {
        TrustedAuthorities.trust(ConfigValidator.trustedAuthorities(options));
        QuickStartStores embedded = new QuickStartStores(options.dataDir, endLater);
        String redis = options.redis == null ? embedded.startRedis() : options.redis;
        String mongo = options.mongo == null ? embedded.startMongo() : options.mongo;
        return ConfigValidator.nodes(options, redis, mongo, id);
    }

    /** Returns the address of a Redis under the data directory. Blocks until it answers. */
    private String startRedis() {
        return started("--redis", () -> Embedded.redis(dataDir, endLater));
    }

    /** Returns the connection string of a MongoDB-compatible server under the data directory. Blocks until it answers. */
    private String startMongo() {
        return started("--mongo", () -> Embedded.mongo(dataDir, endLater));
    }

    private static String started(String option, Supplier<String> start) {
        try {
            return start.get();
        } catch (NoClassDefFoundError missing) {
            throw new InvalidConfigException(option + " is required: this installation has no embedded stores");
        }
    }

    /** Loaded only when a store is started, because the classes that it names may be missing. */
    private static final class Embedded {
        static String redis(Path dataDir, Consumer<Runnable> endLater) {
            EmbeddedRedis redis = new EmbeddedRedis(dataDir);
            return start(redis::start, redis::stop, redis::address, endLater);
        }

        static String mongo(Path dataDir, Consumer<Runnable> endLater) {
            EmbeddedMongo mongo = new EmbeddedMongo(dataDir);
            return start(mongo::start, mongo::stop, mongo::address, endLater);
        }

        private static String start(
                Runnable start, Runnable stop, Supplier<String> address, Consumer<Runnable> endLater) {
            endLater.accept(stop);
            try {
                start.run();
            } catch (EmbeddedStoreException failure) {
                throw new StartException(failure.getMessage(), failure);
            }
            return address.get();
        }
    }
}
