package dev.parley.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.People;
import dev.parley.gateway.trace.NodeTrace.SocketAt;
import dev.parley.gateway.trace.NodeTrace.StepAt;
import dev.parley.gateway.trace.TraceReport.Cause;
import dev.parley.gateway.trace.TraceReport.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceStoryTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StepAt HANDED = new StepAt(NOON, "delivered", "chat", 1, "");
    private static final StepAt LOST = new StepAt(NOON, "publish_lost", "", 0, "");

    @Test
    void aBacklogThatWasDroppedIsTold() {
        Verdict verdict = verdict(node(List.of(HANDED), socket(true, NOON.plusSeconds(5), "slow_reader")));
        assertThat(verdict.cause()).isEqualTo(Cause.BACKLOG_DROPPED);
        assertThat(verdict.text()).contains("did not read", "join-chat");
    }

    @Test
    void aConnectionThatWasLostMuchLaterHadTheMessage() {
        assertThat(verdict(node(List.of(HANDED), socket(true, NOON.plusSeconds(600), "ping_timeout")))
                        .cause())
                .isEqualTo(Cause.DELIVERED);
        assertThat(verdict(node(List.of(HANDED), socket(true, NOON.plusSeconds(6), "ping_timeout")))
                        .cause())
                .isEqualTo(Cause.CONNECTION_LOST);
    }

    @Test
    void aMessageThatRedisDidNotTakeIsTold() {
        NodeTrace sending = new NodeTrace("a", NOON, List.of(LOST), List.of(), List.of());
        assertThat(verdict(sending, node(List.of(), socket(true, null, null))).cause())
                .isEqualTo(Cause.PUBLISH_LOST);
    }

    @Test
    void oneDeviceThatHasItIsEnough() {
        NodeTrace deaf = node(List.of(), socket(true, null, null));
        assertThat(verdict(deaf, node(List.of(HANDED), socket(true, null, null)))
                        .cause())
                .isEqualTo(Cause.DELIVERED);
    }

    @Test
    void aDeviceThatHasItCountsMoreThanOneThatWasLost() {
        NodeTrace both =
                node(List.of(HANDED), socket(true, NOON.plusSeconds(5), "transport_error"), socket(true, null, null));
        assertThat(verdict(both).cause()).isEqualTo(Cause.DELIVERED);
    }

    @Test
    void aSilentNodeLeavesTheCauseOpen() {
        TraceStory story = new TraceStory("x", Optional.of(message()), List.of(), List.of("c"));
        assertThat(story.verdict("ben").cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(story.lines()).anySatisfy(line -> assertThat(line).contains("Node c", "did not answer"));
    }

    @Test
    void whatNobodyKnowsIsSaid() {
        TraceStory story = new TraceStory("x", Optional.empty(), List.of(node(List.of())), List.of());
        assertThat(story.lines()).singleElement().asString().contains("MongoDB has no message x", NOON.toString());
        assertThat(story.verdict("ben").cause()).isEqualTo(Cause.UNKNOWN);
    }

    private static Verdict verdict(NodeTrace... nodes) {
        return new TraceStory("x", Optional.of(message()), List.of(nodes), List.of()).verdict("ben");
    }

    private static NodeTrace node(List<StepAt> steps, SocketAt... sockets) {
        return new NodeTrace("b", NOON, steps, List.of(sockets), List.of());
    }

    private static SocketAt socket(boolean inChat, Instant ended, String reason) {
        return new SocketAt("ben", "s1", true, inChat, Optional.ofNullable(ended), Optional.ofNullable(reason));
    }

    private static Message message() {
        return People.text(
                "65f0c0ffee00112233445566",
                new ChatId("65f0c0ffee00112233445567"),
                new UserId("anna"),
                new UserId("ben"),
                "",
                Optional.empty(),
                NOON);
    }
}
