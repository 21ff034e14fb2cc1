package dev.parley.gateway.transport;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.transport.NamespaceClient;
import dev.parley.gateway.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** One Engine.IO session and what netty-socketio knows as its client. */
public final class Session extends ClientHead implements Recipient {

    private volatile Object attachment;

    Session() {
        super(null, null, null, null, null, null, null, null, null, null);
    }

    /** The session behind a client that a netty-socketio listener was given. */
    public static Session of(SocketIOClient client) {
        return (Session) ((NamespaceClient) client).getBaseClient();
    }

    /** Keeps one object with the session, for the handlers. */
    public void attach(Object attachment) {
        this.attachment = attachment;
    }

    /** What was attached last; null when nothing was. */
    public <T> T attachment(Class<T> type) {
        return type.cast(attachment);
    }

    /** Ends the session once and for all; any thread, later calls do nothing. */
    public void close(DisconnectReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventLoop eventLoop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean takesFrames() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeFrames(ByteBuf frames) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(EncodedPacket packet) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listen(Listener listener) {
        throw new UnsupportedOperationException();
    }
}
