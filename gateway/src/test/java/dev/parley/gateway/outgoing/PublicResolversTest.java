package dev.parley.gateway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicResolversTest {

    @Test
    void aNameOfAPrivateAddressIsRefused() {
        Future<InetSocketAddress> resolved = resolver("10.0.0.1").resolve(unresolved());
        assertThat(resolved.cause()).isInstanceOf(PrivateAddressException.class).hasMessageContaining("shop.example");
        assertThat(FailureReason.of(resolved.cause())).isEqualTo(FailureReason.PRIVATE_ADDRESS);
    }

    @Test
    void ofSeveralAddressesThePublicOnesAreTaken() {
        assertThat(resolver("127.0.0.1", "1.1.1.1")
                        .resolve(unresolved())
                        .getNow()
                        .getAddress()
                        .getHostAddress())
                .isEqualTo("1.1.1.1");
        assertThat(resolver("127.0.0.1", "1.1.1.1", "9.9.9.9")
                        .resolveAll(unresolved())
                        .getNow())
                .extracting(address -> address.getAddress().getHostAddress())
                .containsExactly("1.1.1.1", "9.9.9.9");
    }

    /** Netty connects to such an address without asking a resolver, unless that says that it is not resolved. */
    @Test
    void anAddressInTheUrlIsCheckedToo() {
        AddressResolver<InetSocketAddress> resolver = resolver();
        InetSocketAddress literal = new InetSocketAddress("169.254.169.254", 80);
        assertThat(resolver.isResolved(literal)).isFalse();
        assertThat(resolver.resolve(literal).cause()).isInstanceOf(PrivateAddressException.class);
        assertThat(resolver.isResolved(new InetSocketAddress("1.1.1.1", 80))).isTrue();
    }

    private static InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved("shop.example", 443);
    }

    private static AddressResolver<InetSocketAddress> resolver(String... addresses) {
        return new PublicResolvers(new AddressResolverGroup<>() {
                    @Override
                    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                        return new Known(executor, List.of(addresses)).asAddressResolver();
                    }
                })
                .getResolver(ImmediateEventExecutor.INSTANCE);
    }

    /** Resolves every name to these addresses. */
    private static final class Known extends InetNameResolver {
        private final List<String> addresses;

        Known(EventExecutor executor, List<String> addresses) {
            super(executor);
            this.addresses = addresses;
        }

        @Override
        protected void doResolve(String name, Promise<InetAddress> promise) {
            promise.setSuccess(all().get(0));
        }

        @Override
        protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
            promise.setSuccess(all());
        }

        private List<InetAddress> all() {
            return addresses.stream().flatMap(Known::address).toList();
        }

        private static Stream<InetAddress> address(String text) {
            try {
                return Stream.of(InetAddress.getByName(text));
            } catch (UnknownHostException noAddress) {
                return Stream.empty();
            }
        }
    }
}
