package dev.parley.loadtests.chat;

import dev.parley.loadtests.client.BoundedConcurrency;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import dev.parley.loadtests.server.Deployment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Connects sockets that identify their user and join its chat. */
final class ChatSockets {

    private final LoadClient client;
    private final boolean offersDeflate;

    ChatSockets(LoadClient client, boolean offersDeflate) {
        this.client = client;
        this.offersDeflate = offersDeflate;
    }

    CompletableFuture<LoadSocket> connect(int port, Conversation chat, String userId, SocketListener listener) {
        return client.connect(port, listener, offersDeflate).thenCompose(socket -> socket.askOk("user-join", userId)
                .thenCompose(identified -> socket.askOk("join-chat", chat.chatId()))
                .thenApply(joined -> socket));
    }

    /** Connects this many users, both of a chat before those of the next, spread evenly over the nodes. */
    List<LoadSocket> connectAll(Deployment deployment, List<Conversation> chats, int users, int maxConcurrent)
            throws Exception {
        List<LoadSocket> sockets = Collections.synchronizedList(new ArrayList<>());
        BoundedConcurrency.forEach(IntStream.range(0, users).boxed().toList(), maxConcurrent, number -> {
            Conversation chat = chats.get(number / 2);
            return connect(deployment.plan(number).port(), chat, chat.person(number % 2), SocketListener.IGNORE_EVENTS)
                    .thenAccept(sockets::add);
        });
        return sockets;
    }

    static void closeAll(List<LoadSocket> sockets) throws Exception {
        for (LoadSocket socket : sockets) {
            socket.close().get(30, TimeUnit.SECONDS);
        }
    }
}
