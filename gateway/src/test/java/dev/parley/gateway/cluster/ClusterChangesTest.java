package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.cache.ChangeFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterChangesTest {
    private long now = Duration.ofHours(1).toNanos();
    private final List<ChangesMessage> published = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final ClusterChanges self = node("self");
    private final ClusterChanges peer = node("peer");

    @BeforeEach
    void start() {
        hearItself();
        self.subscribe(new Recorder());
    }

    @Test
    void aChangeIsPublishedAtOnceAndHeardOnceThoughItIsRepeated() {
        peer.announce("user anna");
        deliver();
        peer.publish();
        deliver();
        peer.announce("chat 7");
        deliver();
        assertThat(heard).containsExactly("user anna", "chat 7");
    }

    @Test
    void whoAnnouncesAChangeWaitsUntilItsNodeHasHeardIt() {
        CompletableFuture<Void> told = self.announce("user anna").toCompletableFuture();
        assertThat(told).isNotDone();
        deliver();
        assertThat(told).isCompleted();
        self.lost();
        assertThat(self.announce("user anna")).isCompleted();
    }

    @Test
    void aNodeIsLiveForASecondAfterTheMessageThatItHeardOfItself() {
        assertThat(peer.isLive()).isFalse();
        assertThat(self.isLive()).isTrue();
        pass(Duration.ofMillis(900));
        assertThat(self.isLive()).isTrue();
        pass(Duration.ofMillis(200));
        assertThat(self.isLive()).isFalse();
    }

    @Test
    void aMessageThatWasLongOnTheWayDoesNotMakeItLive() {
        pass(Duration.ofSeconds(2));
        self.publish();
        pass(Duration.ofMillis(1_100));
        deliver();
        assertThat(self.isLive()).isFalse();
    }

    @Test
    void afterAGapAllMayHaveChangedBeforeItIsLiveAgain() {
        pass(Duration.ofMillis(1_100));
        hearItself();
        assertThat(heard).containsExactly("missed");
        hearItself();
        assertThat(heard).containsExactly("missed");
        self.lost();
        assertThat(self.isLive()).isFalse();
        hearItself();
        assertThat(self.isLive()).isTrue();
        assertThat(heard).containsExactly("missed", "missed");
    }

    @Test
    void whatAPeerCouldNotPublishIsHeardLater() {
        peer.publish();
        deliver();
        peer.announce("user anna");
        peer.announce("user boris");
        published.clear();
        pass(Duration.ofSeconds(20));
        hearItself();
        heard.clear();
        peer.publish();
        deliver();
        assertThat(heard).containsExactly("user anna", "user boris");
    }

    @Test
    void whenMoreWasMissedThanIsRepeatedAllMayHaveChanged() {
        peer.publish();
        deliver();
        for (int i = 0; i < 60; i++) {
            peer.announce("user " + i);
        }
        published.clear();
        peer.publish();
        deliver();
        assertThat(heard).containsExactly("missed");
        peer.announce("user 60");
        deliver();
        assertThat(heard).containsExactly("missed", "user 60");
    }

    @Test
    void aNodeThatStartsBesideOthersHearsTheirNextChanges() {
        for (int i = 0; i < 60; i++) {
            peer.announce("user " + i);
        }
        published.clear();
        peer.announce("user 60");
        deliver();
        peer.announce("user 61");
        deliver();
        assertThat(heard).containsExactly("missed", "user 61");
    }

    @Test
    void aNodeWhoseCachesAreNotUsedPublishesItsChangesOnly() {
        pass(Duration.ofSeconds(11));
        self.publish();
        assertThat(published).isEmpty();
        self.announce("user anna");
        self.publish();
        assertThat(published).hasSize(2);
        pass(Duration.ofSeconds(21));
        published.clear();
        self.publish();
        assertThat(published).isEmpty();
        assertThat(self.isLive()).isFalse();
        hearItself();
        assertThat(self.isLive()).isTrue();
    }

    @Test
    void whoAnnouncesAChangeAtANodeAtRestWaitsAsWell() {
        pass(Duration.ofSeconds(11));
        CompletableFuture<Void> told = self.announce("user anna").toCompletableFuture();
        assertThat(told).isNotDone();
        deliver();
        assertThat(told).isCompleted();
    }

    private ClusterChanges node(String name) {
        return new ClusterChanges(name, () -> now, published::add);
    }

    private void hearItself() {
        self.publish();
        deliver();
    }

    private void deliver() {
        published.forEach(message -> self.heard(message.packet()));
        published.clear();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private final class Recorder implements ChangeFeed.Listener {
        @Override
        public void changed(String key) {
            heard.add(key);
        }

        @Override
        public void missed() {
            heard.add("missed");
        }
    }
}
