package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs a command beside embedded stores, whose addresses it finds in {@code PARLEY_REDIS} and {@code PARLEY_MONGO}; the exit code
 * is that of the command. Arguments: a data directory, then the command.
 */
public final class EmbeddedStoresMain {
    private EmbeddedStoresMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        EmbeddedRedis redis = new EmbeddedRedis(directory);
        EmbeddedMongo mongo = new EmbeddedMongo(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            redis.stop();
            mongo.stop();
        }));
        redis.start();
        mongo.start();
        ProcessBuilder command = new ProcessBuilder(Arrays.asList(arguments).subList(1, arguments.length)).inheritIO();
        command.environment().put("PARLEY_REDIS", redis.address());
        command.environment().put("PARLEY_MONGO", mongo.address());
        System.exit(command.start().waitFor());
    }
}
