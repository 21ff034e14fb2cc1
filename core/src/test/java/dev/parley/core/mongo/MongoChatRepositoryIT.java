package dev.parley.core.mongo;

import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatRepositoryContract;
import dev.parley.core.chat.MessageRepository;
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
}
