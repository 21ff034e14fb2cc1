package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final long NOON = 1_800_000_000_000L;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger renewals = new AtomicInteger();
    private final Canary canary = new Canary(
            "self", Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC), meters, renewals::incrementAndGet);

    @Test
    void aNodeThatHearsItselfIsHealthyAndKeepsItsSubscriptions() {
        for (int second = 0; second < 30; second++) {
            CanaryMessage own = canary.next();
            canary.published();
            canary.heard(own.packet());
        }

        assertThat(canary.isHealthy()).isTrue();
        assertThat(canary.lastProved()).isEqualTo(30);
        assertThat(renewals).hasValue(0);
    }

    @Test
    void aNodeThatDoesNotHearWhatItPublishedRenewsItsSubscriptionsAndIsUnhealthyUntilItHears() {
        for (int second = 0; second < 6; second++) {
            canary.next();
            canary.published();
        }
        assertThat(renewals).hasValue(1);
        assertThat(canary.isHealthy()).isTrue();

        CanaryMessage last = null;
        for (int second = 0; second < 3; second++) {
            last = canary.next();
        }
        assertThat(canary.isHealthy()).isFalse();

        canary.heard(last.packet());
        assertThat(canary.isHealthy()).isTrue();
    }

    @Test
    void aNodeThatCannotPublishDoesNotRenewItsSubscriptions() {
        for (int second = 0; second < 20; second++) {
            canary.next();
        }

        assertThat(renewals).hasValue(0);
        assertThat(canary.isHealthy()).isFalse();
    }

    @Test
    void aPeerThatProvedToPublishAndIsNotHeardMakesTheNodeUnhealthyUntilItIsHeard() {
        canary.heard(new CanaryMessage("peer", 3, NOON).packet());
        canary.compare(Map.of("self", 1L, "peer", 5L));
        assertThat(canary.isHealthy()).isTrue();

        canary.compare(Map.of("self", 6L, "peer", 10L));
        assertThat(canary.isHealthy()).isFalse();
        assertThat(renewals).hasValue(1);

        canary.heard(new CanaryMessage("peer", 11, NOON).packet());
        canary.compare(Map.of("self", 11L, "peer", 15L));
        assertThat(canary.isHealthy()).isTrue();
    }

    @Test
    void aKilledPeerMakesNoNodeUnhealthy() {
        canary.heard(new CanaryMessage("peer", 5, NOON).packet());
        canary.compare(Map.of("peer", 5L));
        canary.compare(Map.of("peer", 5L));
        canary.compare(Map.of("peer", 5L));

        assertThat(canary.isHealthy()).isTrue();
        canary.compare(Map.of());
        assertThat(meters.find("parley.canary.latency").gauges()).isEmpty();
    }

    /** The entry of the killed peer stays in the directory until its lease ends. */
    @Test
    void aNodeThatStartsAfterAPeerWasKilledIsHealthy() {
        for (int read = 0; read < 3; read++) {
            canary.compare(Map.of("self", 5L * read, "killed", 50L));
        }

        assertThat(canary.isHealthy()).isTrue();
        assertThat(renewals).hasValue(0);
    }

    @Test
    void aPeerThatIsNotHeardKeepsTheNodeUnhealthyWhenItsEntryIsReadTwice() {
        canary.compare(Map.of("peer", 5L));
        canary.compare(Map.of("peer", 10L));
        canary.compare(Map.of("peer", 10L));

        assertThat(canary.isHealthy()).isFalse();
    }

    @Test
    void aPeerThatStartsAgainUnderTheSameIdIsHeardFromItsFirstCanary() {
        canary.heard(new CanaryMessage("peer", 500, NOON).packet());
        canary.compare(Map.of("peer", 500L));
        canary.heard(new CanaryMessage("peer", 2, NOON).packet());
        canary.compare(Map.of("peer", 2L));
        canary.heard(new CanaryMessage("peer", 7, NOON).packet());
        canary.compare(Map.of("peer", 6L));

        assertThat(canary.isHealthy()).isTrue();
    }

    @Test
    void aPeerThatFallsSilentIsReportedTwiceWithTheTimeOfItsLastCanary() {
        List<Instant> missing = new ArrayList<>();
        canary.onSilentPeer(missing::add);
        canary.heard(new CanaryMessage("peer", 5, NOON).packet());
        for (int second = 0; second < 30; second++) {
            canary.heard(canary.next().packet());
        }
        Instant since = Instant.ofEpochMilli(NOON).minusSeconds(3);
        assertThat(missing).containsExactly(since, since);
    }

    @Test
    void aPeerThatStopsOrIsHeardIsNotReported() {
        List<Instant> missing = new ArrayList<>();
        canary.onSilentPeer(missing::add);
        canary.heard(new CanaryMessage("stopping", 5, NOON).packet());
        canary.heard(new CanaryMessage("stopping", CanaryMessage.LAST, NOON).packet());
        for (int second = 1; second < 30; second++) {
            canary.heard(new CanaryMessage("peer", second, NOON).packet());
            canary.heard(canary.next().packet());
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void aPeerThatWasKilledAndStartsAgainUnderTheSameIdIsReported() {
        List<Instant> missing = new ArrayList<>();
        canary.onSilentPeer(missing::add);
        for (long number : List.of(500L, 501L, 1L, 2L, 3L)) {
            canary.heard(new CanaryMessage("peer", number, NOON).packet());
            canary.heard(canary.next().packet());
        }
        assertThat(missing).hasSize(1);
    }

    @Test
    void whileThisNodeHearsNothingNoPeerIsReported() {
        List<Instant> missing = new ArrayList<>();
        canary.onSilentPeer(missing::add);
        canary.heard(new CanaryMessage("peer", 5, NOON).packet());
        canary.heard(canary.next().packet());
        for (int second = 0; second < 30; second++) {
            canary.next();
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theLatencyOfEachPeerIsMeasured() {
        canary.heard(new CanaryMessage("peer", 1, NOON - 250).packet());

        assertThat(meters.get("parley.canary.latency")
                        .tag("peer", "peer")
                        .gauge()
                        .value())
                .isEqualTo(0.25);
    }
}
