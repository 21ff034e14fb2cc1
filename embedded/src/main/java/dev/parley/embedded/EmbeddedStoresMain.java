package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a command beside embedded stores, whose addresses it finds in {@code PARLEY_REDIS} and {@code PARLEY_MONGO}; the exit code
 * is that of the command. Arguments: a data directory, then the command.
 */
public final class EmbeddedStoresMain {
    private EmbeddedStoresMain() {}

    public static void main(String[] arguments) {
        try {
            System.exit(run(Path.of(arguments[0]), Arrays.asList(arguments).subList(1, arguments.length)));
        } catch (IOException | InterruptedException | EmbeddedStoreException failure) {
            System.err.println(failure.getMessage());
            // The threads of the stores would keep the JVM alive.
            System.exit(1);
        }
    }

    private static int run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        EmbeddedRedis redis = new EmbeddedRedis(directory);
        EmbeddedMongo mongo = new EmbeddedMongo(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            redis.stop();
            mongo.stop();
        }));
        redis.start();
        mongo.start();
        ProcessBuilder command = new ProcessBuilder(arguments).inheritIO();
        command.environment().put("PARLEY_REDIS", redis.address());
        command.environment().put("PARLEY_MONGO", mongo.address());
        return command.start().waitFor();
    }
}
