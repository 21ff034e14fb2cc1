package dev.parley.gateway.doctor;

import static dev.parley.gateway.doctor.Finding.ok;
import static dev.parley.gateway.doctor.Finding.problem;
import static dev.parley.gateway.doctor.Finding.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether messages pass between nodes.
 *
 * @param channels on which a message was sent
 * @param there of them, on which it arrived at the second connection
 * @param back of them, on which it arrived at the first connection
 * @param nodes in the directory
 * @param heard nodes whose canaries arrived here
 */
record ClusterRules(int channels, int there, int back, List<String> nodes, Set<String> heard) {
    private static final String SUBJECT = "Cluster";

    List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        findings.add(passes());
        findings.add(
                nodes.isEmpty()
                        ? ok(SUBJECT, "no node is running")
                        : ok(
                                SUBJECT,
                                nodes.size()
                                        + (nodes.size() == 1 ? " node is running: " : " nodes are running: ")
                                        + String.join(", ", nodes)));
        nodes.stream().filter(node -> !heard.contains(node)).forEach(node -> findings.add(silent(node)));
        heard.stream().filter(node -> !nodes.contains(node)).forEach(node -> findings.add(stranger(node)));
        return findings;
    }

    private Finding passes() {
        return there == channels && back == channels
                ? ok(SUBJECT, "a message passes through pub/sub in both directions on " + channels + " channels")
                : problem(
                        SUBJECT,
                        "of " + channels + " messages " + there + " arrived, and " + back + " in the other direction",
                        "sharded pub/sub needs Redis 7; the user needs the channels socket.io#/#* (ACL: &socket.io#/#*);"
                                + " in a Cluster CLUSTER INFO must say cluster_state:ok");
    }

    private static Finding silent(String node) {
        return problem(
                SUBJECT,
                "node " + node + " renews its lease, but its messages do not arrive here",
                "look at /health/ready and the log of that node; is it connected to the same Redis database?");
    }

    private static Finding stranger(String node) {
        return warning(
                SUBJECT,
                "messages of node " + node + " arrive, but it is not in the directory of nodes",
                "does another cluster use this Redis? Each cluster needs a Redis of its own");
    }
}
