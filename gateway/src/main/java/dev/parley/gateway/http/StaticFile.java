package dev.parley.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the jar, read once and served to everyone. */
record StaticFile(String path, Response<byte[]> response) implements HttpApi.Target {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]+)(:\\d+)?");
    private static final Map<String, String> HEADERS =
            Map.of("X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-cache");

    private static final List<String> DEMO_MODULES =
            List.of("bell", "demo", "dom", "messages", "node-panel", "nodes", "person", "rules", "wire");
    private static final List<String> CLIENT_MODULES = List.of(
            "chat",
            "client",
            "error",
            "inbox",
            "outbox",
            "presence",
            "rest",
            "retry",
            "store",
            "timeline",
            "tokens",
            "typing");

    static List<StaticFile> all(HttpSettings settings) {
        List<StaticFile> files = new ArrayList<>();
        files.add(file("/openapi.yaml", "openapi.yaml", "application/yaml"));
        files.add(file("/asyncapi.yaml", "asyncapi.yaml", "application/yaml"));
        files.add(file("/cluster", "cluster.html", "text/html; charset=utf-8"));
        files.add(file("/cluster.css", "cluster.css", "text/css; charset=utf-8"));
        files.add(file("/cluster.js", "cluster.js", "text/javascript; charset=utf-8"));
        if (settings.demo()) {
            files.addAll(demo(settings));
        }
        return files;
    }

    private static List<StaticFile> demo(HttpSettings settings) {
        List<StaticFile> files = new ArrayList<>();
        files.add(file("/", "demo.html", "text/html; charset=utf-8"));
        files.add(file("/demo/demo.css", "demo/demo.css", "text/css; charset=utf-8"));
        files.add(script("socket.io.min.js"));
        DEMO_MODULES.forEach(name -> files.add(script("demo/" + name + ".js")));
        CLIENT_MODULES.forEach(name -> files.add(script("client/" + name + ".js")));
        files.add(node(settings));
        return files;
    }

    /** By which the page names the node that a connection leads to. */
    private static StaticFile node(HttpSettings settings) {
        Map<String, Object> node = Map.of(
                "nodeId",
                settings.nodeId(),
                "socketPort",
                settings.socketPort().getAsInt(),
                "canKill",
                settings.localNodes().isPresent());
        return new StaticFile(
                "/demo/node.json",
                JsonBodies.response(200, "application/json", node).with(HEADERS));
    }

    private static StaticFile script(String name) {
        return file("/" + name, name, "text/javascript; charset=utf-8");
    }

    private static StaticFile file(String path, String name, String contentType) {
        return served(path, contentType, bytesOf(name));
    }

    private static StaticFile served(String path, String contentType, byte[] content) {
        return new StaticFile(path, Response.bytes(200, contentType, content).with(HEADERS));
    }

    private static byte[] bytesOf(String name) {
        try (InputStream in = StaticFile.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: web/" + name);
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public CompletionStage<Response<byte[]>> handle(
            HttpRequest request, Map<String, String> pathValues, HttpLogContext log) {
        return CompletableFuture.completedFuture(response.with(Map.of("Content-Security-Policy", policyFor(request))));
    }

    /** Allows scripts and styles of this origin, and connections to any port of this host, where Socket.IO listens. */
    private static String policyFor(HttpRequest request) {
        Matcher host = HOST.matcher(request.header("host").orElse(""));
        String nodes = host.matches() ? " http://N:* ws://N:* https://N:* wss://N:*".replace("N", host.group(1)) : "";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'" + nodes
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
