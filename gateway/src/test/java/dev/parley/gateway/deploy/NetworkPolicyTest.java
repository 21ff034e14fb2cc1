package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pods reach which ports of a gateway, decided from the rendered policy as Kubernetes decides it. */
@ParameterizedClass
@ValueSource(strings = {"dev", "production", RenderedManifests.CHART})
class NetworkPolicyTest {
    private static final Map<String, String> REST_CLIENT = Map.of("parley.dev/rest-client", "true");
    private static final Map<String, String> BACK_END =
            Map.of("app.kubernetes.io/name", "orders", "parley.dev/rest-client", "true");

    @Parameter
    String source;

    private String namespace;
    private NetworkPolicySpec policy;
    private Map<String, String> gateway;

    @BeforeEach
    void render() {
        RenderedManifests cluster = RenderedManifests.of(source);
        policy = cluster.one(NetworkPolicy.class).getSpec();
        namespace = cluster.deployment().getMetadata().getNamespace();
        gateway = cluster.deployment().getSpec().getTemplate().getMetadata().getLabels();
    }

    @Test
    void itIsThePolicyOfTheGatewaysAndOfNoOtherPod() {
        assertThat(matches(policy.getPodSelector(), gateway)).isTrue();
        assertThat(matches(policy.getPodSelector(), BACK_END)).isFalse();
    }

    @Test
    void aBackEndWithTheLabelReachesRestAndNothingElse() {
        assertThat(reachable(BACK_END, namespaceCalled(namespace))).containsExactly("http");
    }

    @Test
    void aBackEndOfAnotherNamespaceNeedsTheLabelOnItsNamespaceToo() {
        assertThat(reachable(BACK_END, namespaceCalled("shop"))).isEmpty();
        assertThat(reachable(BACK_END, REST_CLIENT)).containsExactly("http");
        assertThat(reachable(Map.of(), REST_CLIENT)).isEmpty();
    }

    @Test
    void otherPodsReachNothing() {
        assertThat(reachable(Map.of("app.kubernetes.io/name", "orders"), namespaceCalled(namespace)))
                .isEmpty();
    }

    @Test
    void theIngressReachesTheClientsPortsAndPrometheusTheOperationsPort() {
        assertThat(reachable(Map.of(), namespaceCalled("ingress-nginx"))).containsExactly("http", "socketio");
        assertThat(reachable(Map.of(), namespaceCalled("monitoring"))).containsExactly("ops");
    }

    private static Map<String, String> namespaceCalled(String name) {
        return Map.of("kubernetes.io/metadata.name", name);
    }

    /** The ports that a pod with these labels reaches. A rule without ports would allow all of them, so none may be like that. */
    private Set<String> reachable(Map<String, String> pod, Map<String, String> itsNamespace) {
        Set<String> ports = new TreeSet<>();
        policy.getIngress().forEach(rule -> {
            assertThat(rule.getPorts()).isNotEmpty();
            if (rule.getFrom().stream().anyMatch(peer -> allows(peer, pod, itsNamespace))) {
                rule.getPorts().forEach(port -> ports.add(port.getPort().getStrVal()));
            }
        });
        return ports;
    }

    private boolean allows(NetworkPolicyPeer peer, Map<String, String> pod, Map<String, String> itsNamespace) {
        boolean namespaceMatches = peer.getNamespaceSelector() == null
                ? itsNamespace.equals(namespaceCalled(namespace))
                : matches(peer.getNamespaceSelector(), itsNamespace);
        return namespaceMatches && (peer.getPodSelector() == null || matches(peer.getPodSelector(), pod));
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        assertThat(selector.getMatchExpressions()).isEmpty();
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
    }
}
