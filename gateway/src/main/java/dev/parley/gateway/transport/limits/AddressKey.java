package dev.parley.gateway.transport.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What is counted as one client address: an IPv4 address, or the /64 network of an IPv6 address, all of which one host may use. */
public record AddressKey(long bits, boolean isIpv6) {

    public static AddressKey of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new AddressKey(bytes.getLong(), true)
                : new AddressKey(bytes.getInt(), false);
    }
}
