package dev.parley.gateway.acceptance;

import java.util.List;
import java.util.stream.Stream;

final class ConsecutivePorts {
    private ConsecutivePorts() {}

    /** Ports that are free at this moment, and the one after each is free as well. */
    static List<Integer> pairs(int count) {
        return Stream.generate(FreePort::next)
                .filter(port -> port < 65_535 && !Listening.on(port + 1))
                .distinct()
                .limit(count)
                .toList();
    }
}
