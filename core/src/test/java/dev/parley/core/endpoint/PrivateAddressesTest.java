package dev.parley.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "2002:0a00:0001::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void theseArePrivate(String address) throws UnknownHostException {
        assertThat(PrivateAddresses.contains(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "2606:4700::1111",
                "64:ff9b::101:101",
                "2002:0101:0101::1"
            })
    void theseArePublic(String address) throws UnknownHostException {
        assertThat(PrivateAddresses.contains(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example/hook",
                "ftp://shop.example/hook",
                "https://",
                "hook",
                "https://user:secret@shop.example/",
                "https://shop.example/#part",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://2130706433/",
                "https://localhost/"
            })
    void theseUrlsAreRefused(String url) {
        assertThat(new Target(URI.create(url.equals("https://") ? "https:///" : url), false, false).problem())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example/hook", "https://1.1.1.1/", "https://shop.example:8443/a?b=c"})
    void theseAreNot(String url) {
        assertThat(new Target(URI.create(url), false, false).problem()).isEmpty();
    }
}
