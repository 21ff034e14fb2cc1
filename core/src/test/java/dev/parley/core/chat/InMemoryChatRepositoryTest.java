package dev.parley.core.chat;

import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.InMemoryMessages;

class InMemoryChatRepositoryTest extends ChatRepositoryContract {
    private final InMemoryChats chats = new InMemoryChats();
    private final InMemoryMessages messages = new InMemoryMessages(chats);

    @Override
    protected ChatRepository chats() {
        return chats;
    }

    @Override
    protected MessageRepository messages() {
        return messages;
    }
}
