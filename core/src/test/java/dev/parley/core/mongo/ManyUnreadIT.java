package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;

import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.testing.People;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a message costs where very much is unread. In a class of its own: the other tests would wait for the removal of the messages. */
class ManyUnreadIT extends SendingNode {
    /** Reported, not asserted: the machine may be busy. */
    @Test
    void reportsWhatAHundredThousandUnreadMessagesAdd() {
        send(10);
        quiet();
        long few = medianMicros();
        store(100_000);
        Waiting.until("the node has seen them", Duration.ofSeconds(60), this::isSent);
        System.out.printf(
                "a message and its unread count: median %d us with few unread messages, %d us with 100,000%n",
                few, medianMicros());
    }

    private long medianMicros() {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long started = System.nanoTime();
            Message message = await(service.send(People.command(chat.id(), ANNA, "a word")))
                    .message();
            await(mongo.store().messages().countUnread(chat.id(), BORIS, ChatTail.of(message)));
            times.add((System.nanoTime() - started) / 1_000);
        }
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    /** The test's server reads all messages to find the newest, which takes it a while. */
    private boolean isSent() {
        return await(
                service.send(People.command(chat.id(), ANNA, "a word")).handle((sent, failure) -> failure == null));
    }
}
