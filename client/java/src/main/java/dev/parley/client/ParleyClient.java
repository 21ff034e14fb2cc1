package dev.parley.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A back end's access to Parley. Each call blocks until the answer, at most {@link #WITHIN}, and fails with a {@link ParleyException};
 * nothing is repeated. Safe for use by several threads.
 */
public final class ParleyClient {
    /** The time after which a request fails with {@code timeout}. */
    public static final Duration WITHIN = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final String url;
    private final Supplier<String> token;

    /**
     * @param url of the REST API, such as {@code https://chat.example}
     * @param token supplies a token with the role {@code service} for each request; an empty one for {@code --auth none}
     */
    public ParleyClient(URI url, Supplier<String> token) {
        this.url = url.toString().replaceFirst("/$", "");
        this.token = token;
    }

    /** Stores a notification for a user and emits {@code new-notification} to the user's sockets. */
    public void sendNotification(String userId, Notification notification) {
        post("/api/notifications", with(notification, "userId", userId));
    }

    /** The same for each of up to 1000 users. */
    public void sendNotification(Collection<String> userIds, Notification notification) {
        post("/api/notifications", with(notification, "userIds", List.copyOf(userIds)));
    }

    /** Emits {@code new-notification} with these fields to the user's sockets, and stores nothing. */
    public void sendNotificationToUser(String userId, Map<String, ?> notification) {
        post("/api/notifications/emit", Map.of("userId", userId, "notification", notification));
    }

    /** Whether the user has a connection to any node and does not appear offline. */
    public boolean isUserOnline(String userId) {
        return presenceOf(userId).isOnline();
    }

    /** The user's online status. */
    public Presence presenceOf(String userId) {
        String path = "/api/presence/"
                + URLEncoder.encode(userId, StandardCharsets.UTF_8).replace("+", "%20");
        Map<String, Object> fields = send(request(path).GET().build());
        return new Presence(
                (String) fields.get("userId"),
                Boolean.TRUE.equals(fields.get("isOnline")),
                Optional.ofNullable((String) fields.get("lastActive")).map(Instant::parse));
    }

    /**
     * A user's online status.
     *
     * @param lastActive empty for a user who was never seen
     */
    public record Presence(String userId, boolean isOnline, Optional<Instant> lastActive) {}

    private static Map<String, Object> with(Notification notification, String receiver, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>(notification.fields());
        fields.put(receiver, value);
        return fields;
    }

    private void post(String path, Map<String, ?> body) {
        send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonWriter.write(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(WITHIN);
        String current = token.get();
        return current.isEmpty() ? request : request.header("Authorization", "Bearer " + current);
    }

    private Map<String, Object> send(HttpRequest request) {
        try {
            return answerOf(http.send(request, BodyHandlers.ofString()));
        } catch (HttpTimeoutException late) {
            throw new ParleyException("timeout", 0, request.uri() + ": no answer within " + WITHIN, late);
        } catch (IOException failure) {
            throw new ParleyException("disconnected", 0, request.uri() + ": " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ParleyException("interrupted", 0, request.uri() + ": interrupted", interrupted);
        }
    }

    private static Map<String, Object> answerOf(HttpResponse<String> response) {
        Map<String, Object> fields = JsonReader.readObject(response.body());
        if (response.statusCode() < 300) {
            return fields;
        }
        String code = response.statusCode() >= 500 ? "unavailable" : "internal";
        throw new ParleyException(
                fields.get("code") instanceof String word ? word : code,
                response.statusCode(),
                fields.get("detail") instanceof String detail ? detail : "HTTP " + response.statusCode(),
                null);
    }
}
