package dev.parley.gateway.transport.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address a request has. */
class TrustedProxiesTest {
    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("10.0.0.0/8", "127.0.0.1", "2001:db8::/32"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "203.0.113.5; 198.51.100.1; 203.0.113.5",
                "10.0.0.1; 198.51.100.1; 198.51.100.1",
                "10.0.0.1; 6.6.6.6, 198.51.100.1; 198.51.100.1",
                "10.0.0.1; 198.51.100.1, 10.1.1.1,10.2.2.2; 198.51.100.1",
                "10.0.0.1; 10.1.1.1; 10.1.1.1",
                "10.0.0.1; ''; 10.0.0.1",
                "10.0.0.1; unknown; 10.0.0.1",
                "10.0.0.1; 198.51.100.1, example.org, 10.1.1.1; 10.1.1.1",
                "10.0.0.1; 198.51.100.1:4711; 198.51.100.1",
                "127.0.0.1; [2001:db9::1]:80; 2001:db9::1",
                "2001:db8::7; 2001:db9::1; 2001:db9::1",
            })
    void theClientIsTheRightmostAddressThatIsNoTrustedProxys(String peer, String forwardedFor, String client)
            throws UnknownHostException {
        assertThat(PROXIES.clientAddress(address(peer), List.of(forwardedFor))).isEqualTo(address(client));
    }

    @Test
    void severalHeadersAreOneListAndNoHeaderMeansThePeer() throws UnknownHostException {
        List<String> headers = List.of("6.6.6.6", "198.51.100.1", "10.1.1.1");
        assertThat(PROXIES.clientAddress(address("10.0.0.1"), headers)).isEqualTo(address("198.51.100.1"));
        assertThat(PROXIES.clientAddress(address("10.0.0.1"), List.of())).isEqualTo(address("10.0.0.1"));
    }

    @Test
    void withoutProxiesNoHeaderIsBelieved() throws UnknownHostException {
        assertThat(TrustedProxies.none().clientAddress(address("127.0.0.1"), List.of("198.51.100.1")))
                .isEqualTo(address("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "10.0.0.0/-1", "10.0.0"})
    void onlyAddressesAndSubnetsCanBeTrusted(String subnet) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(subnet)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + subnet + "'");
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
