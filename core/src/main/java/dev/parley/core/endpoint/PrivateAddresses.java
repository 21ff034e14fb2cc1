package dev.parley.core.endpoint;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses that are not on the public internet (RFC 6890): requests to them could reach services that trust their network. */
public final class PrivateAddresses {
    private PrivateAddresses() {}

    public static boolean contains(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        return address instanceof Inet4Address ? isPrivate4(address.getAddress()) : isPrivate6((Inet6Address) address);
    }

    private static boolean isPrivate4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean isThisNetwork = first == 0;
        boolean isCarrierGrade = first == 100 && second >= 64 && second < 128;
        boolean isProtocolAssignment = first == 192 && second == 0 && bytes[2] == 0;
        boolean isBenchmark = first == 198 && (second == 18 || second == 19);
        boolean isReserved = first >= 240;
        return isThisNetwork || isCarrierGrade || isProtocolAssignment || isBenchmark || isReserved;
    }

    /** Also the IPv6 forms of private IPv4 addresses: compatible, NAT64 ({@code 64:ff9b::/96}) and 6to4 ({@code 2002::/16}). */
    private static boolean isPrivate6(Inet6Address address) {
        byte[] bytes = address.getAddress();
        boolean isUniqueLocal = (bytes[0] & 0xfe) == 0xfc;
        if (isUniqueLocal || address.isIPv4CompatibleAddress()) {
            return true;
        }
        if ((bytes[0] & 0xff) == 0x20 && bytes[1] == 0x02) {
            return isPrivate4Within(bytes, 2);
        }
        boolean isNat64 = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        return isNat64 && isPrivate4Within(bytes, 12);
    }

    private static boolean isPrivate4Within(byte[] bytes, int from) {
        try {
            byte[] four = {bytes[from], bytes[from + 1], bytes[from + 2], bytes[from + 3]};
            return contains(InetAddress.getByAddress(four));
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
