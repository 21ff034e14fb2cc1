package dev.parley.gateway.transport.limits;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that may name the address of a client: those of {@code --trusted-proxies}. What any other peer says about addresses is
 * ignored. Immutable.
 */
public final class TrustedProxies {
    private static final int ANY_PORT = 0;

    private final List<String> subnets;
    private final List<IpSubnetFilterRule> rules;

    private TrustedProxies(List<String> subnets) {
        this.subnets = List.copyOf(subnets);
        this.rules = subnets.stream().map(TrustedProxies::rule).toList();
    }

    /** No proxy is trusted: every client has the address of its connection. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * @param subnets addresses or subnets in CIDR notation: {@code 10.0.0.0/8}, {@code ::1}
     * @throws IllegalArgumentException for anything else; the message names it
     */
    public static TrustedProxies of(List<String> subnets) {
        return new TrustedProxies(subnets.stream().map(String::trim).toList());
    }

    private static IpSubnetFilterRule rule(String subnet) {
        int slash = subnet.indexOf('/');
        InetAddress address =
                literal(slash < 0 ? subnet : subnet.substring(0, slash)).orElseThrow(() -> notASubnet(subnet));
        int bits = address.getAddress().length * Byte.SIZE;
        try {
            int prefix = slash < 0 ? bits : Integer.parseInt(subnet.substring(slash + 1));
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw notASubnet(subnet);
        }
    }

    private static IllegalArgumentException notASubnet(String text) {
        return new IllegalArgumentException("'" + text + "' is not an address or subnet such as 10.0.0.0/8 or ::1");
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    public boolean isTrusted(InetAddress address) {
        InetSocketAddress peer = new InetSocketAddress(address, ANY_PORT);
        return rules.stream().anyMatch(rule -> rule.matches(peer));
    }

    /**
     * The address of the client behind {@code peer}: the rightmost address of {@code X-Forwarded-For} that is not a trusted proxy's. An
     * entry that is no address ends the search at the proxy that wrote it.
     *
     * @param peer the other end of the connection, or the source that a PROXY protocol header names
     * @param forwardedFor the values of every {@code X-Forwarded-For} header, in the order of the request
     */
    public InetAddress clientAddress(InetAddress peer, List<String> forwardedFor) {
        if (forwardedFor.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        InetAddress client = peer;
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            Optional<InetAddress> hop = literal(withoutPort(hops[i].trim()));
            if (hop.isEmpty()) {
                break;
            }
            client = hop.get();
        }
        return client;
    }

    /** {@code 192.0.2.1:80} and {@code [2001:db8::1]:80} as some proxies write them. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            return hop.substring(1, Math.max(1, hop.indexOf(']')));
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    /** Empty when {@code text} is not an IP address. Never asks a name server. */
    private static Optional<InetAddress> literal(String text) {
        return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text));
    }

    @Override
    public String toString() {
        return String.join(",", subnets);
    }
}
