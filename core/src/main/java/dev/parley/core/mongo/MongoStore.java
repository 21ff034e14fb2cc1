package dev.parley.core.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.connection.TransportSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.notification.NotificationRepository;
import dev.parley.core.user.UserRepository;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The four collections of one MongoDB database. What is acknowledged is on a majority of its members. */
public final class MongoStore {
    private static final String DEFAULT_DATABASE = "parley";
    private static final int CONNECT_MILLIS = 2_000;
    private static final int SELECT_SERVER_MILLIS = 2_500;
    private static final int READ_MILLIS = 3_000;

    /** Ready beforehand: a storm of arrivals would wait while the driver opens them two at a time. */
    private static final int CONNECTIONS_AT_LEAST = 8;

    private final PoolWatch pool;
    private final MongoClient client;
    private final MongoDatabase database;
    private final ChatRepository chats;
    private final MessageRepository messages;
    private final UserRepository users;
    private final NotificationRepository notifications;

    /**
     * Deliberate: the driver begins to look for its servers here; nothing is asked of them before {@link #start}.
     *
     * @param address a MongoDB connection string; the database is the one in its path, else {@code parley}. Throws {@link
     *     IllegalArgumentException} when it is none
     */
    public MongoStore(String address, MongoListener listener) {
        this(address, listener, Optional.empty());
    }

    /**
     * @param eventLoops to share with others, which answers then arrive on; the caller ends them after {@link #stop}
     * @param channelType that goes with the event loops
     */
    public MongoStore(
            String address,
            MongoListener listener,
            EventLoopGroup eventLoops,
            Class<? extends SocketChannel> channelType) {
        this(
                address,
                listener,
                Optional.of(TransportSettings.nettyBuilder()
                        .eventLoopGroup(eventLoops)
                        .socketChannelClass(channelType)
                        .build()));
    }

    private MongoStore(String address, MongoListener listener, Optional<TransportSettings> transport) {
        ConnectionString parsed = new ConnectionString(address);
        String name = Optional.ofNullable(parsed.getDatabase()).orElse(DEFAULT_DATABASE);
        this.pool = new PoolWatch(listener);
        this.client = MongoClients.create(settings(parsed, listener, pool, transport));
        this.database = client.getDatabase(name).withWriteConcern(WriteConcern.MAJORITY);
        MongoCollection<Document> chatDocuments = database.getCollection("chats");
        this.chats = new MongoChatRepository(chatDocuments);
        this.messages = new MongoMessageRepository(database.getCollection("messages"), chatDocuments, listener);
        this.users = new MongoUserRepository(database.getCollection("users"));
        this.notifications =
                new MongoNotificationRepository(database.getCollection("notifications"), new ObjectIdGenerator());
    }

    /**
     * Creates the indexes. Fails with {@code StorageException} while the servers are unavailable and with {@code IndexException}
     * when an index cannot be created; may be called again.
     */
    public CompletionStage<Void> start() {
        return new IndexCreator(database).createAll();
    }

    /** Fails with {@code StorageException} while the servers are unavailable. */
    public CompletionStage<Void> ping() {
        return Publishers.one(database.runCommand(new Document("ping", 1))).thenAccept(answer -> {});
    }

    /** What an operator needs to know of the deployment. Fails with {@code StorageException}. */
    public CompletionStage<MongoState> examine() {
        return new MongoExaminer(database).examine();
    }

    /** Any thread. */
    public MongoPool pool() {
        return pool.now();
    }

    /** May be called twice. */
    public void stop() {
        client.close();
    }

    public ChatRepository chats() {
        return chats;
    }

    public MessageRepository messages() {
        return messages;
    }

    public UserRepository users() {
        return users;
    }

    public NotificationRepository notifications() {
        return notifications;
    }

    /** The deadlines are below {@link Publishers#DEADLINE}; the address may name others. */
    private static MongoClientSettings settings(
            ConnectionString address, MongoListener listener, PoolWatch watch, Optional<TransportSettings> transport) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder();
        transport.ifPresent(settings::transportSettings);
        return settings.applicationName("parley")
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECT_SERVER_MILLIS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(READ_MILLIS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.minSize(connectionsAtLeast(address))
                        .maxWaitTime(SELECT_SERVER_MILLIS, TimeUnit.MILLISECONDS)
                        .addConnectionPoolListener(watch))
                .addCommandListener(new CommandTimes(listener))
                .applyConnectionString(address)
                .build();
    }

    private static int connectionsAtLeast(ConnectionString address) {
        return Optional.ofNullable(address.getMaxConnectionPoolSize())
                .filter(most -> most > 0)
                .map(most -> Math.min(most, CONNECTIONS_AT_LEAST))
                .orElse(CONNECTIONS_AT_LEAST);
    }
}
