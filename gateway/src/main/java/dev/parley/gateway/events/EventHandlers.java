package dev.parley.gateway.events;

import java.util.List;

/** A group of endpoints on one subject. */
interface EventHandlers {
    List<Endpoint<?, ?>> endpoints();
}
