package dev.parley.gateway.config;

import dev.parley.gateway.config.GatewayConfig.Ports;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What a person sees once everything serves: where it is, and what to try. */
public final class Banner {
    private Banner() {}

    public static String of(GatewayConfig config, List<Ports> nodes) {
        String host = config.host().equals("0.0.0.0") ? "localhost" : config.host();
        return """

                Parley is ready (Ctrl-C ends it)

                  Socket.IO   %s
                  %-10s  %s
                  operations  %s
                  Redis       %s
                  MongoDB     %s

                Try it (npm install socket.io-client):

                  const socket = require('socket.io-client')('http://%s:%d'%s);
                  socket.on('user-status-changed', console.log);
                  socket.emit('user-join', 'anna', console.log);
                """.formatted(
                        addresses(host, nodes, Ports::socket),
                        config.demo() ? "REST, demo" : "REST",
                        addresses(host, nodes, Ports::http),
                        addresses(host, nodes, Ports::ops),
                        config.redis(),
                        withoutPassword(config.mongo()),
                        host,
                        nodes.get(0).socket(),
                        config.tokens().isPresent() ? ", { auth: { token } }" : "");
    }

    private static String addresses(String host, List<Ports> nodes, ToIntFunction<Ports> port) {
        return nodes.stream()
                .map(ports -> "http://" + host + ":" + port.applyAsInt(ports))
                .collect(Collectors.joining("  "));
    }

    static String withoutPassword(String mongo) {
        return mongo.replaceFirst("//[^/@]*@", "//");
    }
}
