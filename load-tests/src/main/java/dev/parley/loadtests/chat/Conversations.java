package dev.parley.loadtests.chat;

import dev.parley.loadtests.client.BoundedConcurrency;
import dev.parley.loadtests.server.Deployment;
import dev.parley.loadtests.server.NodePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Creates users and chats by REST. */
public final class Conversations {

    private static final int MAX_CONCURRENT = 32;

    private Conversations() {}

    /** @param tag part of the user ids, so that two calls create different users */
    static List<Conversation> open(Deployment deployment, String tag, int count) throws Exception {
        return open(deployment.plan(0), tag, count);
    }

    public static List<Conversation> open(NodePlan node, String tag, int count) throws Exception {
        return open(
                node,
                IntStream.range(0, count)
                        .mapToObj(number -> new Participants(tag + "-client-" + number, tag + "-provider-" + number))
                        .toList());
    }

    /** The users of a chat that does not exist yet. */
    public record Participants(String client, String provider) {}

    public static List<Conversation> open(NodePlan node, List<Participants> chats) throws Exception {
        RestClient rest = new RestClient();
        List<Conversation> conversations = Collections.synchronizedList(new ArrayList<>());
        BoundedConcurrency.forEach(
                chats, MAX_CONCURRENT, chat -> rest.putUser(node.http("/api/users/" + chat.client()), "client")
                        .thenCompose(done -> rest.putUser(node.http("/api/users/" + chat.provider()), "provider"))
                        .thenCompose(done -> rest.openChat(node.http("/api/chats"), chat.client(), chat.provider()))
                        .thenAccept(id -> conversations.add(new Conversation(id, chat.client(), chat.provider()))));
        return conversations;
    }
}
