package dev.parley.loadtests.chat;

import dev.parley.loadtests.lab.Waves;
import dev.parley.loadtests.server.NodePlan;
import dev.parley.loadtests.server.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes users and chats by REST. */
public final class Conversations {

    private static final int AT_ONCE = 32;

    private Conversations() {}

    /** @param tag part of the user ids, so that two calls make different people */
    static List<Conversation> open(Site site, String tag, int count) throws Exception {
        return open(site.plan(0), tag, count);
    }

    /** The same by one node. */
    public static List<Conversation> open(NodePlan node, String tag, int count) throws Exception {
        RestClient rest = new RestClient();
        List<Conversation> conversations = new ArrayList<>();
        List<Integer> numbers = IntStream.range(0, count).boxed().toList();
        Waves.run(numbers, AT_ONCE, number -> {
            String client = tag + "-client-" + number;
            String provider = tag + "-provider-" + number;
            return rest.putUser(node.http("/api/users/" + client), "client")
                    .thenCompose(done -> rest.putUser(node.http("/api/users/" + provider), "provider"))
                    .thenCompose(done -> rest.openChat(node.http("/api/chats"), client, provider))
                    .thenAccept(chatId -> add(conversations, new Conversation(chatId, client, provider)));
        });
        return conversations;
    }

    private static void add(List<Conversation> conversations, Conversation one) {
        synchronized (conversations) {
            conversations.add(one);
        }
    }
}
