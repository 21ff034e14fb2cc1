package dev.parley.gateway.telemetry;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Spans of what this node does to a message. The current span belongs to the thread: {@link #receive} and {@link #stage} complete what they
 * return on a thread that has it. Any thread; never blocks and never fails.
 */
public interface Telemetry {
    /** Records nothing. */
    Telemetry OFF = new Telemetry() {};

    /**
     * Runs a client's request, as a new trace or as part of the caller's.
     *
     * @param traceparent of the caller, as W3C Trace Context has it; ignored when it is not valid
     */
    default <T> CompletionStage<T> receive(
            String request, Optional<String> traceparent, Supplier<CompletionStage<T>> work) {
        return work.get();
    }

    /** Runs a stage of the current request. */
    default <T> CompletionStage<T> stage(String name, Supplier<CompletionStage<T>> work) {
        return work.get();
    }

    /** What {@code work} does later belongs to the current request. */
    default <T> Consumer<T> later(Consumer<T> work) {
        return work;
    }

    /** Whether the current request is recorded. */
    default boolean isRecording() {
        return false;
    }

    /** Begins to publish to the other nodes; returns the {@code traceparent} for the frame, null when nothing is recorded. */
    default String publish() {
        return null;
    }

    /** Ends what {@link #publish} has begun. @param isTaken whether Redis has taken the frame */
    default void published(String traceparent, boolean isTaken) {}

    /** Delivers to sockets of this node. @param traceparent of the frame; null when this node itself emits */
    default void deliver(String traceparent, int sockets, Runnable work) {
        work.run();
    }
}
