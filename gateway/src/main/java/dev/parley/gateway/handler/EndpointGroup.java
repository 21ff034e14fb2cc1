package dev.parley.gateway.handler;

import java.util.List;

/** Some requests and what they do. */
interface EndpointGroup {
    List<Endpoint<?, ?>> endpoints();
}
