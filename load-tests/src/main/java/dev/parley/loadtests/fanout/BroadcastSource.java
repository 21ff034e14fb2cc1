package dev.parley.loadtests.fanout;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.PeerPublisher;
import dev.parley.loadtests.client.Publisher;
import dev.parley.loadtests.client.RestPublisher;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Deployment;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The origin of a broadcast. Neither origin uses MongoDB, so that only fan-out is measured. */
enum BroadcastSource {
    /** A peer of the cluster publishes to Redis; the nodes receive, find the members and deliver. */
    PEER {
        @Override
        Publisher connect(LoadClient client, Deployment deployment) throws Exception {
            return asPeer(client, deployment, event());
        }

        @Override
        boolean suits(Contender contender) {
            return contender.understandsPeers();
        }
    },
    /** The same with a message, which the nodes of Parley record. */
    MESSAGE {
        @Override
        FeedEvent event() {
            return FeedEvent.MESSAGE;
        }

        @Override
        Publisher connect(LoadClient client, Deployment deployment) throws Exception {
            return asPeer(client, deployment, event());
        }

        @Override
        boolean suits(Contender contender) {
            return contender.hasTraces();
        }
    },
    /** A service posts to the first node, which delivers to its own members and publishes to the other nodes. */
    REST {
        @Override
        Publisher connect(LoadClient client, Deployment deployment) throws Exception {
            return overRest(client, List.of(deployment.plan(0).httpPort()));
        }

        @Override
        boolean suits(Contender contender) {
            return true;
        }
    };

    private static final int CONNECTIONS = 16;

    FeedEvent event() {
        return FeedEvent.NOTIFICATION;
    }

    abstract Publisher connect(LoadClient client, Deployment deployment) throws Exception;

    private static Publisher asPeer(LoadClient client, Deployment deployment, FeedEvent event) throws Exception {
        return PeerPublisher.connect(client, deployment.plan(0).redisPort(), event.event())
                .get(10, TimeUnit.SECONDS);
    }

    static Publisher overRest(LoadClient client, List<Integer> ports) throws Exception {
        int each = CONNECTIONS / ports.size();
        return RestPublisher.connect(client, ports, each).get(10, TimeUnit.SECONDS);
    }

    abstract boolean suits(Contender contender);
}
