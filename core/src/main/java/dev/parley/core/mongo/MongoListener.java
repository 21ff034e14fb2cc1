package dev.parley.core.mongo;

import java.time.Duration;

/** Receives driver events for metrics. Called on the threads of the driver and of the store; must neither block nor throw. */
public interface MongoListener {

    /** @param command such as {@code insert} or {@code find} */
    void commandEnded(String command, boolean succeeded, Duration took);

    /** An operation got no thread or connection: too many waited, none was free in time, or none could be opened. */
    void connectionRefused();

    /** A chat's last message or read position was not brought up to date at once; the next message or another attempt does it. */
    void hintLost(Throwable failure);

    /** A read position did not agree with the messages and has been corrected. */
    void unreadCorrected();
}
