package dev.parley.core.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.notification.NotificationRepository;
import dev.parley.core.outbox.EndpointStates;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.reminder.Contacts;
import dev.parley.core.reminder.PendingReminders;
import dev.parley.core.reminder.PreferencesRepository;
import dev.parley.core.reminder.PushSubscriptions;
import dev.parley.core.reminder.ReminderLog;
import dev.parley.core.user.UserRepository;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The collections of one MongoDB database. What is acknowledged is on a majority of its members. */
public final class MongoStore {
    private static final String DEFAULT_DATABASE = "parley";
    private static final int CONNECT_MILLIS = 2_000;
    private static final int SELECT_SERVER_MILLIS = 2_500;
    private static final int READ_MILLIS = 3_000;

    /** At the same time, each on a thread and a connection of its own; {@code maxPoolSize} in the address is another number. */
    private static final int OPERATIONS_AT_MOST = 32;

    /** Ready beforehand: a storm of arrivals would wait while the driver opens them two at a time. */
    private static final int CONNECTIONS_AT_LEAST = 8;

    private final PoolWatch pool;
    private final FieldAliases aliases;
    private final MongoClient client;
    private final MongoThreads threads;
    private final MongoDatabase database;
    private final IndexCreator indexes;
    private final ChatRepository chats;
    private final MessageRepository messages;
    private final UserRepository users;
    private final NotificationRepository notifications;
    private final Outbox outbox;
    private final EndpointStates endpoints;
    private final PreferencesRepository preferences;
    private final PushSubscriptions pushSubscriptions;
    private final PendingReminders pendingReminders;
    private final ReminderLog reminders;
    private final Contacts contacts;

    /**
     * Deliberate: the driver begins to look for its servers here; nothing is asked of them before {@link #start}.
     *
     * @param address a MongoDB connection string; the database is the one in its path, else {@code parley}. Throws {@link
     *     IllegalArgumentException} when it is none
     */
    public MongoStore(String address, MongoListener listener) {
        this(address, listener, FieldAliases.NONE, MongoStore::daemon);
    }

    /**
     * @param aliases that the documents it creates have as well
     * @param threadFactory makes daemon threads, on which answers arrive
     */
    public MongoStore(String address, MongoListener listener, FieldAliases aliases, ThreadFactory threadFactory) {
        ConnectionString parsed = new ConnectionString(address);
        String name = Optional.ofNullable(parsed.getDatabase()).orElse(DEFAULT_DATABASE);
        this.pool = new PoolWatch(listener);
        this.aliases = aliases;
        int most = operationsAtMost(parsed);
        this.client = MongoClients.create(settings(parsed, most, listener, pool));
        this.threads = new MongoThreads(most, threadFactory, listener::connectionRefused);
        MongoDatabase acknowledged = client.getDatabase(name).withWriteConcern(WriteConcern.MAJORITY);
        this.indexes = new IndexCreator(acknowledged, threads);
        this.database = acknowledged.withTimeout(MongoThreads.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        OutboxMarks marks = new OutboxMarks(new ObjectIdGenerator());
        ReminderMarks reminded = new ReminderMarks();
        AsyncCollection chatDocuments = collection("chats");
        this.chats = new MongoChatRepository(chatDocuments, marks);
        this.messages = new MongoMessageRepository(collection("messages"), chatDocuments, marks, reminded, listener);
        this.users = new MongoUserRepository(collection("users"), marks);
        this.notifications =
                new MongoNotificationRepository(collection("notifications"), marks, new ObjectIdGenerator());
        this.outbox = new MongoOutbox(this::collection, indexes, marks);
        this.pendingReminders = new MongoPendingReminders(collection("messages"), indexes, reminded);
        this.reminders = new MongoReminderLog(collection("reminders"), indexes, marks, new ObjectIdGenerator());
        this.contacts = new MongoContacts(collection("users"));
        this.endpoints = new MongoEndpointStates(collection("webhookEndpoints"));
        this.preferences = new MongoPreferencesRepository(collection("reminderPreferences"));
        this.pushSubscriptions = new MongoPushSubscriptions(collection(MongoPushSubscriptions.COLLECTION), indexes);
    }

    /**
     * Creates the indexes. Fails with {@code StorageException} while the servers are unavailable and with {@code IndexException}
     * when an index cannot be created; may be called again.
     */
    public CompletionStage<Void> start() {
        return indexes.createAll();
    }

    /** Fails with {@code StorageException} while the servers are unavailable. */
    public CompletionStage<Void> ping() {
        return threads.run(() -> database.runCommand(new Document("ping", 1))).thenAccept(answer -> {});
    }

    /** What an operator needs to know of the deployment. Fails with {@code StorageException}. */
    public CompletionStage<MongoState> examine() {
        return new MongoExaminer(database, threads).examine();
    }

    /** Any thread. */
    public MongoPool pool() {
        return pool.now(threads.waiting());
    }

    /** May be called twice. */
    public void stop() {
        client.close();
        threads.stop();
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

    /** The pending events of these. */
    public Outbox outbox() {
        return outbox;
    }

    public EndpointStates endpoints() {
        return endpoints;
    }

    public PreferencesRepository preferences() {
        return preferences;
    }

    public PushSubscriptions pushSubscriptions() {
        return pushSubscriptions;
    }

    /** The messages that no reminder has mentioned yet. */
    public PendingReminders pendingReminders() {
        return pendingReminders;
    }

    public Contacts contacts() {
        return contacts;
    }

    /** The reminders that were sent. */
    public ReminderLog reminders() {
        return reminders;
    }

    private AsyncCollection collection(String name) {
        return new AsyncCollection(
                aliases.applied(database.getCollection(name)), threads, update -> aliases.applied(name, update));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "parley-mongo");
        thread.setDaemon(true);
        return thread;
    }

    /** The deadlines are below {@link MongoThreads#DEADLINE}; the address may name others. */
    private static MongoClientSettings settings(
            ConnectionString address, int most, MongoListener listener, PoolWatch watch) {
        return MongoClientSettings.builder()
                .applicationName("parley")
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECT_SERVER_MILLIS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(READ_MILLIS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.minSize(Math.min(most, CONNECTIONS_AT_LEAST))
                        .maxSize(most)
                        .maxWaitTime(SELECT_SERVER_MILLIS, TimeUnit.MILLISECONDS)
                        .addConnectionPoolListener(watch))
                .addCommandListener(new CommandTimes(listener))
                .applyConnectionString(address)
                .build();
    }

    private static int operationsAtMost(ConnectionString address) {
        return Optional.ofNullable(address.getMaxConnectionPoolSize())
                .filter(most -> most > 0)
                .orElse(OPERATIONS_AT_MOST);
    }
}
