package dev.parley.loadtests.client;

/** Requests the broadcast of a prepared notification to the sockets of one user. On the client's event loop only. */
public interface Publisher extends AutoCloseable {

    /** @param notification its JSON, ASCII only; may wait until {@link #flush} */
    void publish(String userId, String notification);

    void flush();

    @Override
    void close();
}
