package dev.parley.loadtests.client;

/** Makes a server emit a prepared notification to the sockets of one user. Used on the client's event loop only. */
public interface Publisher extends AutoCloseable {

    /** @param notification its JSON, ASCII only; may wait until {@link #flush} */
    void publish(String userId, String notification);

    void flush();

    @Override
    void close();
}
