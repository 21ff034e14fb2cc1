package dev.parley.gateway.http;

/** A use case's outcome. {@code body} is null when there is nothing to say. */
record Answer<R>(int status, R body) {

    static <R> Answer<R> ok(R body) {
        return new Answer<>(200, body);
    }

    static Answer<Void> done() {
        return new Answer<>(204, null);
    }
}
