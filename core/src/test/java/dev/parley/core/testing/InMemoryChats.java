package dev.parley.core.testing;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.Page;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chats in a map. Thread-safe. */
public final class InMemoryChats implements ChatRepository {
    private static final Comparator<Chat> NEWEST_FIRST = Comparator.comparing(Chat::updatedAt)
            .thenComparing(chat -> chat.id().value())
            .reversed();

    private static final Pattern CURSOR = Pattern.compile("\\d{13}-.+");

    private final Map<ChatId, Chat> chats = new LinkedHashMap<>();
    private final Map<ChatId, Message> firstMessages = new LinkedHashMap<>();
    private final Map<ChatId, List<ChatChange>> notes = new LinkedHashMap<>();
    private final Map<ChatId, Instant> notedAt = new LinkedHashMap<>();
    private int changes;

    @Override
    public synchronized CompletionStage<Optional<Chat>> find(ChatId id) {
        return completedStage(Optional.ofNullable(chats.get(id)));
    }

    @Override
    public synchronized CompletionStage<Opened> open(Chat command) {
        Optional<Chat> known = chats.values().stream()
                .filter(chat -> chat.client().equals(command.client())
                        && chat.provider().equals(command.provider())
                        && chat.context().equals(command.context()))
                .findFirst();
        if (known.isEmpty()) {
            chats.put(command.id(), command);
        }
        return completedStage(new Opened(known.orElse(command), known.isEmpty()));
    }

    @Override
    public synchronized CompletionStage<Page<Chat>> ofUser(UserId user, Optional<String> cursor, int limit) {
        if (cursor.filter(text -> !CURSOR.matcher(text).matches()).isPresent()) {
            return CompletableFuture.failedStage(new Rejection(ErrorCode.INVALID_PAYLOAD, "unknown cursor"));
        }
        List<Chat> rest = newestOf(user)
                .filter(chat -> cursor.isEmpty() || cursorBehind(chat).compareTo(cursor.get()) < 0)
                .toList();
        List<Chat> page = rest.stream().limit(limit).toList();
        return completedStage(new Page<>(
                page, rest.size() > limit ? Optional.of(cursorBehind(page.get(limit - 1))) : Optional.empty()));
    }

    /** Sorts as the chats do. */
    private static String cursorBehind(Chat chat) {
        return chat.updatedAt().toEpochMilli() + "-" + chat.id();
    }

    @Override
    public synchronized CompletionStage<Optional<Changed>> change(
            ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {
        Optional<Chat> before = Optional.ofNullable(chats.get(id));
        List<ChatChange> noted = notes.computeIfAbsent(id, same -> new ArrayList<>());
        notedAt.put(id, Instant.now());
        before.ifPresent(chat -> {
            stage.ifPresent(to -> note(noted, ChatChange.Field.STAGE, chat.stage(), to));
            status.ifPresent(to -> note(noted, ChatChange.Field.STATUS, chat.status(), to));
            chats.put(id, changed(chat, stage, status));
        });
        return completedStage(before.map(chat -> new Changed(chats.get(id), noted)));
    }

    @Override
    public synchronized CompletionStage<Void> announced(ChatId id, List<ChatChange> changes) {
        notes.get(id).removeAll(changes);
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<List<Changed>> unannounced(Instant before, int limit) {
        return completedStage(notes.entrySet().stream()
                .filter(noted -> !noted.getValue().isEmpty())
                .filter(noted -> notedAt.get(noted.getKey()).isBefore(before))
                .limit(limit)
                .map(noted -> new Changed(chats.get(noted.getKey()), noted.getValue()))
                .toList());
    }

    @Override
    public synchronized CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
        return completedStage(newestOf(user)
                .limit(limit)
                .map(chat -> chat.otherThan(user))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    @Override
    public synchronized CompletionStage<Long> countStarted(UserId by, Instant since) {
        return completedStage(firstMessages.values().stream()
                .filter(first -> first.sender().equals(by) && !first.createdAt().isBefore(since))
                .count());
    }

    /** What the chat says of its messages follows them. */
    synchronized void messageStored(Message message) {
        if (!message.isSystem() && message.seq() == message.counts().system() + 1) {
            firstMessages.put(message.chatId(), message);
        }
        chats.computeIfPresent(
                message.chatId(), (same, chat) -> chat.lastSeq() < message.seq() ? followed(chat, message) : chat);
    }

    private Stream<Chat> newestOf(UserId user) {
        return chats.values().stream().filter(chat -> chat.hasParticipant(user)).sorted(NEWEST_FIRST);
    }

    private void note(List<ChatChange> noted, ChatChange.Field field, Enum<?> from, Enum<?> to) {
        if (from != to) {
            noted.add(new ChatChange("change " + ++changes, field, word(from), word(to)));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Chat changed(Chat chat, Optional<Chat.Stage> stage, Optional<Chat.Status> status) {
        return new Chat(
                chat.id(),
                chat.client(),
                chat.provider(),
                chat.context(),
                stage.orElse(chat.stage()),
                status.orElse(chat.status()),
                chat.lastSeq(),
                chat.lastMessage(),
                chat.createdAt(),
                chat.updatedAt());
    }

    private static Chat followed(Chat chat, Message last) {
        Instant updatedAt = last.createdAt().isAfter(chat.updatedAt()) ? last.createdAt() : chat.updatedAt();
        return new Chat(
                chat.id(),
                chat.client(),
                chat.provider(),
                chat.context(),
                chat.stage(),
                chat.status(),
                last.seq(),
                Optional.of(last),
                chat.createdAt(),
                updatedAt);
    }
}
