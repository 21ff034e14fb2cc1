package dev.parley.gateway.http;

import java.util.List;

/** Some routes and what they do. */
public interface RouteGroup {
    List<ApiRoute<?, ?>> routes();
}
