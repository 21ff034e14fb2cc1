package dev.parley.loadtests.messages;

import dev.parley.loadtests.server.ClusterSettings;
import java.time.Duration;

/**
 * The size of a {@link ReplacementDrill}.
 *
 * @param chats each with two users
 * @param messagesPerSecond of all users
 * @param before from the first node that accepts clients until a node is replaced
 * @param afterwards from then until the users stop
 */
public record ReplacementSize(
        int chats, int messagesPerSecond, Duration before, Duration afterwards, ClusterSettings cluster) {

    int seconds() {
        return (int) before.plus(afterwards).toSeconds();
    }
}
