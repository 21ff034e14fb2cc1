package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a command beside embedded stores; the exit code is that of the command. Arguments: a data directory, then the command, in which
 * {@code {redis}} and {@code {mongo}} stand for the addresses of the stores.
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
        List<String> command = arguments.stream()
                .map(argument -> argument.replace("{redis}", redis.address()).replace("{mongo}", mongo.address()))
                .toList();
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
