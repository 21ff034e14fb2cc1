package dev.parley.core.chat;

import static dev.parley.core.testing.People.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.MessageRepository.Stored;
import dev.parley.core.error.StorageException;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.People;
import dev.parley.core.testing.RecordingRoomBroadcaster;
import dev.parley.testing.CapturedLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChatAnnouncerTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(ChatAnnouncer.class);

    private final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    private final ChatAnnouncer announcer = new ChatAnnouncer(rooms, new Blocks(new InMemoryUsers()));

    @Test
    void messagesWhoseUnreadCountFailsAreFollowedByAResyncAndToldOfInOneLine() {
        Chat chat = People.chat("64b0000000000000000000c1");
        for (int i = 1; i <= 3; i++) {
            Message message = People.draft("64b0000000000000000000a" + i, chat, ANNA, "soup?", Optional.empty());
            announcer.posted(new Stored(
                    message,
                    user -> CompletableFuture.failedStage(
                            new CompletionException(new StorageException("MongoDB does not answer", null)))));
        }
        assertThat(rooms.posted()).hasSize(3);
        assertThat(rooms.told()).filteredOn(told -> told.startsWith("resync")).hasSize(3);
        assertThat(log.warnings()).singleElement().asString().endsWith("message-notification: MongoDB does not answer");
    }
}
