package dev.parley.gateway.outgoing;

import java.net.ConnectException;

/** A host has no address but private ones, and those are not allowed. */
final class PrivateAddressException extends ConnectException {
    private static final long serialVersionUID = 1L;

    PrivateAddressException(String host) {
        super(host + " has a private address");
    }
}
