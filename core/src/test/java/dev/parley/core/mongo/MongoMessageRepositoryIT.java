package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRepository.Recipients;
import dev.parley.core.chat.MessageRepositoryContract;
import dev.parley.core.testing.People;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoMessageRepositoryIT extends MessageRepositoryContract {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Override
    protected ChatRepository chats() {
        return mongo.store().chats();
    }

    @Override
    protected MessageRepository messages() {
        return mongo.store().messages();
    }

    @Test
    void recentMessagesAreFoundByTheTimeInTheirIds() {
        ObjectIdGenerator ids = new ObjectIdGenerator();
        Chat chat = await(chats().open(People.chat(ids.next()))).chat();
        for (String word : List.of("one", "two")) {
            await(messages().append(People.draft(ids.next(), chat, People.ANNA, word, Optional.empty()), stored -> {}));
        }
        Instant now = Instant.now();
        assertThat(await(messages().recipientsSince(now.minusSeconds(60), 10)))
                .containsExactly(new Recipients(chat.id(), People.BORIS));
        assertThat(await(messages().recipientsSince(now.plusSeconds(60), 10))).isEmpty();
    }
}
