package dev.parley.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A file out of the jar, read once and served to anyone. */
record StaticFile(String path, HttpReply reply) implements HttpApi.Target {

    /** The demo page runs its own script only, and speaks to nobody but the Socket.IO port. */
    private static Map<String, String> headers(int socketPort) {
        return Map.of(
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cache-Control", "no-cache",
                "Content-Security-Policy", policy(socketPort));
    }

    private static String policy(int socketPort) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'; connect-src 'self' http://*:" + socketPort + " ws://*:"
                + socketPort + " https://*:" + socketPort + " wss://*:" + socketPort;
    }

    static List<StaticFile> all(HttpSettings settings) {
        List<StaticFile> files = new ArrayList<>();
        files.add(file("/openapi.yaml", "application/yaml", settings));
        files.add(file("/asyncapi.yaml", "application/yaml", settings));
        if (settings.demo()) {
            files.add(new StaticFile(
                    "/",
                    file("/demo.html", "text/html; charset=utf-8", settings).reply()));
            files.add(file("/demo.css", "text/css; charset=utf-8", settings));
            files.add(file("/demo.js", "text/javascript; charset=utf-8", settings));
            files.add(file("/socket.io.min.js", "text/javascript; charset=utf-8", settings));
        }
        return files;
    }

    private static StaticFile file(String path, String contentType, HttpSettings settings) {
        try (InputStream in = StaticFile.class.getResourceAsStream("/web" + path)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: /web" + path);
            }
            HttpReply reply = HttpReply.of(200, contentType, in.readAllBytes());
            return new StaticFile(path, reply.with(headers(settings.socketPort())));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public CompletionStage<HttpReply> handle(HttpCall call, Map<String, String> values) {
        return CompletableFuture.completedFuture(reply);
    }
}
