package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatRepositoryContract;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.testing.People;
import java.util.List;
import java.util.Optional;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoChatRepositoryIT extends ChatRepositoryContract {
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

    /** A sparse index holds every document that has the field. */
    @Test
    void theLastNoteTakesItsFieldWithIt() {
        Chat chat =
                await(chats().open(People.chat(new ObjectId().toHexString()))).chat();
        List<ChatChange> noted = await(chats().change(
                                chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.of(Chat.Status.CLOSED), late -> {}))
                .orElseThrow()
                .unannounced();

        await(chats().announced(chat.id(), noted.subList(0, 1)));
        assertThat(mongo.collection("chats").find().first()).containsKey("parleyChanges");
        await(chats().announced(chat.id(), noted));
        assertThat(mongo.collection("chats").find().first()).doesNotContainKey("parleyChanges");
    }
}
