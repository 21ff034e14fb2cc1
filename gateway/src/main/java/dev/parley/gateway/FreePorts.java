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

/** Checks before the start of any store that the ports are free, and explains a port that is in use in one line. */
final class FreePorts {
    private FreePorts() {}

    /** Throws {@link InvalidConfigException} that names the first port in use. */
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

    /** The failure of a node's start, or an {@link InvalidConfigException} if a port was in use. */
    static RuntimeException explained(Exception failure, GatewayConfig config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isTaken(cause)) {
                return new InvalidConfigException(taken(config.ports(), config.host()));
            }
        }
        return failure instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(failure);
    }

    private static String taken(Ports ports, String host) {
        return "one of the ports " + ports.socket() + ", " + ports.http() + " and " + ports.ops() + " on " + host
                + " is in use";
    }

    /** Native sockets report it only in the message. */
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
