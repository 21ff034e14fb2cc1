package dev.parley.loadtests.drill;

import dev.parley.loadtests.chat.Conversation;
import dev.parley.loadtests.chat.Conversations;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.lab.Waves;
import dev.parley.loadtests.server.Fleet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Everybody, two to a chat. Called by the drill's own thread; the people live on the clients' event loop. */
final class Crowd implements AutoCloseable {

    private static final int AT_ONCE = 25;
    private static final long LAST_ANSWERS_WITHIN_S = 30;
    private static final long PUSHES_SETTLE_MS = 1_000;

    private final DrillSettings settings;
    private final LoadClient client = new LoadClient();
    private final Ledger ledger = new Ledger();
    private final List<Conversation> chats;
    private final List<Person> people = new ArrayList<>();

    private Crowd(DrillSettings settings, List<Conversation> chats) {
        this.settings = settings;
        this.chats = chats;
    }

    /** Opens the chats, and brings everybody in by the load balancer. */
    static Crowd gather(DrillSettings settings, Fleet fleet) throws Exception {
        Crowd crowd = new Crowd(settings, Conversations.open(fleet.plan(0), "drill", settings.clients() / 2));
        try {
            crowd.comeIn(fleet);
            return crowd;
        } catch (Exception e) {
            crowd.close();
            throw e;
        }
    }

    private void comeIn(Fleet fleet) throws Exception {
        for (Conversation chat : chats) {
            people.add(new Person(client, fleet.port(), chat, 0, ledger));
            people.add(new Person(client, fleet.port(), chat, 1, ledger));
        }
        Waves.run(people, AT_ONCE, person -> stage(person::arrive));
    }

    List<Conversation> chats() {
        return chats;
    }

    void talk() throws Exception {
        onLoop(() -> {
            ledger.watch(true);
            people.forEach(person -> person.talk(settings.pace()));
            return null;
        });
    }

    /** Returns when every message has been acknowledged and has had the time to be heard. */
    void fallSilent() throws Exception {
        onLoop(() -> {
            people.forEach(Person::fallSilent);
            return null;
        });
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ANSWERS_WITHIN_S);
        while (!onLoop(() -> people.stream().allMatch(Person::isAnswered))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("some messages were never acknowledged");
            }
            Thread.sleep(50);
        }
        Thread.sleep(PUSHES_SETTLE_MS);
        onLoop(() -> {
            ledger.watch(false);
            return null;
        });
    }

    /** Everybody asks once more for what came last, in case its push was lost. */
    void askForTheLast() throws Exception {
        Waves.run(people, AT_ONCE, person -> stage(person::catchUp));
    }

    Ledger ledger() {
        return ledger;
    }

    /** From now on all is well, and what is said is heard at once. */
    void allIsWell() throws Exception {
        onLoop(() -> {
            ledger.allIsWell();
            return null;
        });
    }

    <T> T onLoop(Callable<T> task) throws Exception {
        return client.loop().submit(task).get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> stage(Callable<CompletableFuture<Void>> start) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        client.loop().execute(() -> {
            try {
                start.call().whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Override
    public void close() {
        client.close();
    }
}
