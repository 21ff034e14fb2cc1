package dev.parley.gateway.config;

import dev.parley.gateway.config.GatewayConfig.Ports;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The text that a person sees once a gateway is ready: its addresses and a first command. */
public final class Banner {
    private Banner() {}

    public static String of(GatewayConfig config, List<Ports> nodes) {
        String host = hostInUrl(config.host());
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

    /** Any-address becomes localhost, an IPv6 address gets its brackets. */
    private static String hostInUrl(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "localhost";
        }
        return host.contains(":") ? "[" + host + "]" : host;
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
