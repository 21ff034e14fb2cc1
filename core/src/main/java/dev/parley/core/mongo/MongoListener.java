package dev.parley.core.mongo;

import java.time.Duration;

/** Receives driver events for metrics. Called on the driver's threads; must neither block nor throw. */
public interface MongoListener {

    /** @param command such as {@code insert} or {@code find} */
    void commandEnded(String command, boolean succeeded, Duration took);

    /** An operation got no connection: none was free in time, or none could be opened. */
    void connectionRefused();

    /** A chat's {@code lastSeq} and {@code lastMessage} were not brought up to date; the next message does it. */
    void hintLost(Throwable failure);
}
