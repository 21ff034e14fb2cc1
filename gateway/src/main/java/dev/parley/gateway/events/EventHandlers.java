package dev.parley.gateway.events;

import java.util.List;

/** Some requests and what they do. */
interface EventHandlers {
    List<Endpoint<?, ?>> endpoints();
}
