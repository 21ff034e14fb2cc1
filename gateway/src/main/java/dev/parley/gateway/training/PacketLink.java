package dev.parley.gateway.training;

import java.util.function.Consumer;

/** An Engine.IO connection of the training client. Packets arrive in order, one at a time. */
interface PacketLink {
    /** Sends one Engine.IO packet as text, in the order of the calls. */
    void send(String packet);

    void close();

    /** Opens the link; every packet that arrives goes to {@code packets}. */
    @FunctionalInterface
    interface Opener {
        PacketLink open(Consumer<String> packets);
    }
}
