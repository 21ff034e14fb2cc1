package dev.parley.gateway;

import dev.parley.embedded.EmbeddedMongo;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedStoreException;
import dev.parley.gateway.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts the embedded stores of the quick start. The only class that depends on their module: a production installation does not
 * contain it, and must name its stores.
 */
final class QuickStartStores {

    /** An embedded store did not start. The message is one line for the operator. */
    static final class StartException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final Path dataDir;
    private final Consumer<Runnable> endLater;

    /** @param endLater takes what stops a store, before the store starts */
    QuickStartStores(Path dataDir, Consumer<Runnable> endLater) {
        this.dataDir = dataDir;
        this.endLater = endLater;
    }

    /** Returns the address of a Redis under the data directory. Blocks until it answers. */
    String startRedis() {
        return started("--redis", () -> Embedded.redis(dataDir, endLater));
    }

    /** Returns the connection string of a MongoDB-compatible server under the data directory. Blocks until it answers. */
    String startMongo() {
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
