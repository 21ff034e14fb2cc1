package dev.parley.embedded;

import java.nio.file.Path;

/** A program that writes to the embedded Redis of a directory until it is killed, and says what was acknowledged. */
public final class RedisWriter {
    private RedisWriter() {}

    /** The first line is the process id of the redis-server. */
    public static void main(String[] args) throws Exception {
        var redis = new EmbeddedRedis(Path.of(args[0]));
        redis.start();
        try (var client = new InlineRedis(redis.address())) {
            System.out.println(client.processId());
            for (int i = 0; i < 1_000_000; i++) {
                if (client.ask("SET key" + i + " " + i).equals("+OK")) {
                    System.out.println(i);
                }
            }
        }
    }
}
