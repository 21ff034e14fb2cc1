package dev.parley.loadtests.chat;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import dev.parley.loadtests.lab.Waves;
import dev.parley.loadtests.server.Site;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What every person does first: connect, say who they are, join their chat. */
final class Attendance {

    private final LoadClient client;
    private final boolean offersDeflate;

    Attendance(LoadClient client, boolean offersDeflate) {
        this.client = client;
        this.offersDeflate = offersDeflate;
    }

    CompletableFuture<LoadSocket> attend(int port, Conversation chat, String userId, SocketListener listener) {
        return client.connect(port, listener, offersDeflate).thenCompose(socket -> socket.askOk("user-join", userId)
                .thenCompose(identified -> socket.askOk("join-chat", chat.chatId()))
                .thenApply(joined -> socket));
    }

    /** Brings in so many people, both of a chat before the next chat's, spread evenly over the nodes. */
    List<LoadSocket> attendAll(Site site, List<Conversation> chats, int people, int atOnce) throws Exception {
        List<LoadSocket> sockets = Collections.synchronizedList(new java.util.ArrayList<>());
        Waves.run(IntStream.range(0, people).boxed().toList(), atOnce, number -> {
            Conversation chat = chats.get(number / 2);
            return attend(site.plan(number).port(), chat, chat.person(number % 2), SocketListener.DEAF)
                    .thenAccept(sockets::add);
        });
        return sockets;
    }

    static void leave(List<LoadSocket> sockets) throws Exception {
        for (LoadSocket socket : sockets) {
            socket.close().get(30, TimeUnit.SECONDS);
        }
    }
}
