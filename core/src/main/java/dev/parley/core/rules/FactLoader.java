package dev.parley.core.rules;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.RecentlyUsed;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks the stores for what the enabled rules need, and no more: this is the way of every message. What cannot be found
 * out about the chat or its people fails with {@code StorageException}; a quota that cannot be found out is left empty.
 */
final class FactLoader {
    private static final int REMEMBERED_CHATS = 50_000;
    private final ChatRepository chats;
    private final MessageRepository messages;
    private final UserRepository users;
    private final Clock clock;
    /** The two of a chat do not change: knowing them, the chat and its people are asked for at the same time. */
    private final RecentlyUsed<ChatId, Set<UserId>> participants = new RecentlyUsed<>(REMEMBERED_CHATS);

    FactLoader(ChatRepository chats, MessageRepository messages, UserRepository users, Clock clock) {
        this.chats = chats;
        this.messages = messages;
        this.users = users;
        this.clock = clock;
    }

    CompletionStage<Facts> find(SendMessage command, RuleSettings settings) {
        CompletionStage<Optional<Chat>> chat = chats.findRecent(command.chatId());
        Optional<Set<UserId>> expected =
                participants.get(command.chatId()).map(two -> concerned(two, command.sender()));
        CompletionStage<Map<UserId, User>> early =
                expected.map(ids -> people(ids, settings)).orElse(null);
        return chat.thenCompose(known -> {
            Set<UserId> ids = concerned(remember(known), command.sender());
            CompletionStage<Map<UserId, User>> people =
                    expected.filter(ids::equals).isPresent() ? early : people(ids, settings);
            return people.thenCompose(found -> complete(facts(command, known, found), settings));
        });
    }

    /** The facts of a chat that was already found and a sender who takes part in it. */
    CompletionStage<Facts> find(SendMessage command, Chat chat, RuleSettings settings) {
        return people(remember(Optional.of(chat)), settings)
                .thenCompose(found -> complete(facts(command, Optional.of(chat), found), settings));
    }

    private Set<UserId> remember(Optional<Chat> chat) {
        Set<UserId> two = chat.map(
                        known -> Stream.of(known.client(), known.provider()).collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
        chat.ifPresent(known -> participants.put(known.id(), two));
        return two;
    }

    private static Set<UserId> concerned(Set<UserId> participants, UserId sender) {
        return participants.contains(sender)
                ? participants
                : Stream.concat(participants.stream(), Stream.of(sender)).collect(Collectors.toUnmodifiableSet());
    }

    private CompletionStage<Map<UserId, User>> people(Set<UserId> ids, RuleSettings settings) {
        return settings.askForPeople() ? users.findAll(ids) : CompletableFuture.completedStage(Map.of());
    }

    private static Facts facts(SendMessage command, Optional<Chat> chat, Map<UserId, User> people) {
        UserId receiver = chat.map(known -> known.otherThan(command.sender())).orElse(command.sender());
        return Facts.of(command)
                .in(
                        chat,
                        people.getOrDefault(command.sender(), User.unknown(command.sender())),
                        people.getOrDefault(receiver, User.unknown(receiver)));
    }

    private CompletionStage<Facts> complete(Facts facts, RuleSettings settings) {
        if (facts.command().isSystem()) {
            return CompletableFuture.completedStage(facts);
        }
        boolean askWhetherFirst = settings.askWhetherFirst();
        boolean askUnanswered = RuleSettings.isOn(settings.unanswered()) && facts.isBeforeBooking();
        if (!askWhetherFirst && !askUnanswered) {
            return CompletableFuture.completedStage(facts);
        }
        CompletionStage<ChatTail> seen = messages.lastSeen(facts.command().chatId());
        return isFirst(seen, askWhetherFirst)
                .thenCompose(first -> withStarted(facts.first(first), settings))
                .thenCompose(known -> askUnanswered
                        ? withUnanswered(known, seen, settings.unanswered())
                        : CompletableFuture.completedStage(known));
    }

    /**
     * Whether no participant has written yet; system messages may be there. A chat that has a message once keeps it, so what this node
     * has seen of it is enough.
     */
    private static CompletionStage<Boolean> isFirst(CompletionStage<ChatTail> seen, boolean ask) {
        return ask ? seen.thenApply(ChatTail::isUnstarted) : CompletableFuture.completedStage(false);
    }

    private CompletionStage<Facts> withStarted(Facts facts, RuleSettings settings) {
        if (!facts.isFirst() || !RuleSettings.isOn(settings.newConversations())) {
            return CompletableFuture.completedStage(facts);
        }
        UserId sender = facts.command().sender();
        return quota(started(sender, Duration.ofDays(1)))
                .thenCombine(quota(started(sender, Duration.ofDays(7))), facts::started);
    }

    private CompletionStage<Long> started(UserId sender, Duration within) {
        return chats.countStarted(sender, clock.instant().minus(within));
    }

    /** A reply may have been stored on another node: before the rule refuses, the messages are asked. */
    private CompletionStage<Facts> withUnanswered(Facts facts, CompletionStage<ChatTail> seen, UnansweredRule rule) {
        UserId sender = facts.command().sender();
        return quota(seen.thenCompose(last -> rule.mode() == Mode.ENFORCE && last.inARowOf(sender) >= rule.max()
                                ? messages.newestCounted(facts.command().chatId())
                                : CompletableFuture.completedStage(last))
                        .thenApply(last -> last.inARowOf(sender)))
                .thenApply(facts::unanswered);
    }

    private static CompletionStage<OptionalLong> quota(CompletionStage<Long> question) {
        return Quota.ask(question)
                .thenApply(answer -> answer.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }
}
