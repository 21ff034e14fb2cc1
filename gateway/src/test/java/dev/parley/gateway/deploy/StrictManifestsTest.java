package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the manifests is itself checked: on manifests that are wrong on purpose. */
class StrictManifestsTest {
    private static final String RIGHT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: parley
            spec:
              replicas: 3
              template:
                spec:
                  hostNetwork: false
                  containers:
                    - name: gateway
                      ports:
                        - containerPort: 5000
                      env:
                        - name: PARLEY_PORT
                          value: "5000"
                      readinessProbe:
                        httpGet:
                          path: /health/ready
                          port: ops
            """;

    @Test
    void whatIsRightPasses() {
        assertThat(StrictManifests.read(RIGHT)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    replicas: 3             | replica: 3
                    name: parley            | nam: parley
                    containerPort: 5000     | containerport: 5000
                    httpGet:                | httpget:
                    hostNetwork: false      | hostNetwrok: false
                    """)
    void anUnknownFieldIsNamed(String right, String wrong) {
        String field = wrong.substring(0, wrong.indexOf(':'));

        assertThatThrownBy(() -> StrictManifests.read(RIGHT.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    replicas: 3             | replicas: three
                    replicas: 3             | replicas: "3"
                    value: "5000"           | value: 5000
                    value: "5000"           | value: true
                    containerPort: 5000     | containerPort: [5000]
                    hostNetwork: false      | hostNetwork: "yes"
                    name: parley            | name: {first: parley}
                    """)
    void aWrongTypeIsRefused(String right, String wrong) {
        assertThatThrownBy(() -> StrictManifests.read(RIGHT.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Deployment");
    }
}
