package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blocks between the two participants of a chat, in either direction. */
final class Blocks {
    private final UserRepository users;

    Blocks(UserRepository users) {
        this.users = users;
    }

    CompletionStage<Boolean> isBlocked(Chat chat) {
        return blocked(List.of(chat)).thenApply(blocked -> !blocked.isEmpty());
    }

    /** Those of the chats in which one participant has blocked the other. */
    CompletionStage<Set<ChatId>> blocked(Collection<Chat> chats) {
        Set<UserId> participants = chats.stream()
                .flatMap(chat -> Stream.of(chat.client(), chat.provider()))
                .collect(Collectors.toSet());
        return users.findAll(participants).thenApply(people -> chats.stream()
                .filter(chat -> hasBlock(chat, people))
                .map(Chat::id)
                .collect(Collectors.toSet()));
    }

    private static boolean hasBlock(Chat chat, Map<UserId, User> people) {
        return people.get(chat.client()).hasBlocked(chat.provider())
                || people.get(chat.provider()).hasBlocked(chat.client());
    }
}
