package dev.parley.gateway.broadcast;

import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRepository.Recipients;
import dev.parley.core.error.Failures;
import dev.parley.gateway.cluster.FanOut;
import dev.parley.gateway.wire.RoomNames;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that a peer acknowledged and was killed before it published them. Nobody knows which they are: the rooms of this node to
 * which any message was sent in that time are told to resync. Not covered: what a node acknowledges after it was cut off for more than 12
 * seconds, when it is killed before Redis is back for it.
 */
public final class UnpublishedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(UnpublishedMessages.class);
    /** Bounds the query. In larger clusters a part of the rooms has to wait for the next message, whose number shows the gap. */
    private static final int MAX_MESSAGES = 20_000;

    private final MessageRepository messages;
    private final FanOut fanOut;

    public UnpublishedMessages(MessageRepository messages, FanOut fanOut) {
        this.messages = messages;
        this.fanOut = fanOut;
    }

    /** Never fails: without an answer of MongoDB nobody is told. */
    public void missingSince(Instant since) {
        messages.recipientsSince(since, MAX_MESSAGES)
                .thenAccept(recipients -> fanOut.resync(rooms(recipients), since))
                .exceptionally(failure -> {
                    LOG.warn(
                            "A peer is silent; the messages since {} could not be read: {}",
                            since,
                            Failures.words(failure));
                    return null;
                });
    }

    private static Set<String> rooms(Set<Recipients> recipients) {
        return recipients.stream()
                .flatMap(each -> Stream.of(RoomNames.of(each.chat()), RoomNames.of(each.receiver())))
                .collect(Collectors.toSet());
    }
}
