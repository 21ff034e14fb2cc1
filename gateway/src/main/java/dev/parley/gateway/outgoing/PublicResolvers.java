package dev.parley.gateway.outgoing;

import dev.parley.core.endpoint.PrivateAddresses;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Resolves host names to public addresses only. The connection is opened to the very address that was checked, so a name that
 * resolves to another address a moment later (DNS rebinding) has no effect.
 */
final class PublicResolvers extends AddressResolverGroup<InetSocketAddress> {
    private final AddressResolverGroup<InetSocketAddress> all;

    PublicResolvers(AddressResolverGroup<InetSocketAddress> all) {
        this.all = all;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new PublicResolver(executor, all.getResolver(executor));
    }

    private static final class PublicResolver extends AbstractAddressResolver<InetSocketAddress> {
        private final AddressResolver<InetSocketAddress> all;

        PublicResolver(EventExecutor executor, AddressResolver<InetSocketAddress> all) {
            super(executor, InetSocketAddress.class);
            this.all = all;
        }

        /** Deliberate: a private address counts as not resolved, so that it is refused by resolving it. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return !address.isUnresolved() && isPublic(address);
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> found = executor().newPromise();
            doResolveAll(address, found);
            found.addListener(done -> {
                if (done.isSuccess()) {
                    promise.setSuccess(found.getNow().get(0));
                } else {
                    promise.setFailure(done.cause());
                }
            });
        }

        @Override
        protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            if (!address.isUnresolved()) {
                promise.setFailure(new PrivateAddressException(address.getHostString()));
                return;
            }
            all.resolveAll(address).addListener((io.netty.util.concurrent.Future<List<InetSocketAddress>> done) -> {
                if (!done.isSuccess()) {
                    promise.setFailure(done.cause());
                    return;
                }
                List<InetSocketAddress> allowed =
                        done.getNow().stream().filter(PublicResolver::isPublic).toList();
                if (allowed.isEmpty()) {
                    promise.setFailure(new PrivateAddressException(address.getHostString()));
                } else {
                    promise.setSuccess(allowed);
                }
            });
        }

        private static boolean isPublic(InetSocketAddress address) {
            return !PrivateAddresses.contains(address.getAddress());
        }
    }
}
