package dev.parley.gateway.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

final class Listening {
    private Listening() {}

    /** Whether something takes connections on this port of 127.0.0.1. */
    static boolean on(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
