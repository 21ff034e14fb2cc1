package dev.parley.gateway;

import dev.parley.gateway.config.ConfigValidator;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.GatewayConfig.Ports;
import dev.parley.gateway.config.GatewayOptions;
import dev.parley.gateway.config.InvalidConfigException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A taken port is one clear line, and is noticed before any store is started. */
final class FreePorts {
    private FreePorts() {}

    /** Throws {@link InvalidConfigException} naming the first port that is taken. */
    static void check(GatewayOptions options) {
        Ports first = new Ports(options.port, options.httpPort, options.opsPort);
        String host = ConfigValidator.host(options);
        for (int node = 0; node < options.nodes; node++) {
            Ports ports = first.plus(node);
            check(host, ports.socket(), "--port");
            check(host, ports.http(), "--http-port");
            check(host, ports.ops(), "--ops-port");
        }
    }

    /** What a node's start threw, or one line when a port was taken after all. */
    static RuntimeException explained(Exception failure, GatewayConfig config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isTaken(cause)) {
                return new InvalidConfigException("one of " + config.ports() + " on " + config.host() + " is in use");
            }
        }
        return failure instanceof RuntimeException surprise ? surprise : new IllegalStateException(failure);
    }

    /** Native sockets say it in words only. */
    private static boolean isTaken(Throwable cause) {
        return cause instanceof BindException
                || cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("Address already in use");
    }

    private static void check(String host, int port, String option) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            probe.setReuseAddress(true);
        } catch (BindException taken) {
            throw new InvalidConfigException(
                    "port " + port + " on " + host + " is in use; choose another with " + option);
        } catch (IOException wrong) {
            throw new InvalidConfigException("cannot listen on " + host + ": " + wrong.getMessage());
        }
    }
}
