package dev.parley.gateway.docs;

import static dev.parley.gateway.docs.JsonSchemas.ordered;

import dev.parley.gateway.http.ProblemShape;
import dev.parley.gateway.http.Route;
import dev.parley.gateway.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The routes as OpenAPI 3.1. */
final class OpenApiDocument {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final String DESCRIPTION =
            "For other back-end services and for a front end's first page. A token of the"
                    + " role service may act for anyone, any other for its own user only; with --auth none every caller is a"
                    + " service. Refusals are problem documents (RFC 9457) whose code is a word of docs/PROTOCOL.md. A request is"
                    + " answered within 5 seconds; a body is at most 1,000,000 bytes.";

    private OpenApiDocument() {}

    static Map<String, Object> render() {
        return ordered(
                "openapi", "3.1.0",
                "info", ordered("title", "Parley", "version", "1", "description", DESCRIPTION),
                "security", List.of(Map.of("bearer", List.of())),
                "paths", paths(),
                "components",
                        ordered(
                                "securitySchemes",
                                        Map.of(
                                                "bearer",
                                                ordered("type", "http", "scheme", "bearer", "bearerFormat", "JWT")),
                                "responses", Map.of("Problem", problem()),
                                "schemas", JsonSchemas.of(types())));
    }

    private static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>(Routes.ALL.stream()
                .flatMap(route -> Stream.<Class<?>>of(route.body().type(), route.reply()))
                .filter(type -> type != Void.class)
                .toList());
        types.add(ProblemShape.TYPE);
        return types;
    }

    private static Map<String, Object> paths() {
        Map<String, Object> paths = new LinkedHashMap<>();
        Routes.ALL.stream().map(Route::path).distinct().forEach(path -> paths.put(path, operations(path)));
        return paths;
    }

    private static Map<String, Object> operations(String path) {
        Map<String, Object> operations = new LinkedHashMap<>();
        Routes.ALL.stream()
                .filter(route -> route.path().equals(path))
                .forEach(route -> operations.put(route.method().toLowerCase(Locale.ROOT), operation(route)));
        return operations;
    }

    private static Map<String, Object> operation(Route<?, ?> route) {
        Map<String, Object> operation = ordered("summary", route.summary());
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.body().type() != Void.class) {
            operation.put("requestBody", ordered("content", json(route.body().type())));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static List<Object> parameters(Route<?, ?> route) {
        List<Object> parameters = new ArrayList<>();
        PLACEHOLDER
                .matcher(route.path())
                .results()
                .forEach(found -> parameters.add(ordered(
                        "name", found.group(1), "in", "path", "required", true, "schema", Map.of("type", "string"))));
        route.query()
                .forEach(query -> parameters.add(ordered(
                        "name", query.name(),
                        "in", "query",
                        "description", query.meaning(),
                        "schema", Map.of("type", query.type()))));
        return parameters;
    }

    private static Map<String, Object> responses(Route<?, ?> route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        route.statuses().forEach(status -> responses.put(status.toString(), success(route, status)));
        responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
        return responses;
    }

    private static Map<String, Object> success(Route<?, ?> route, int status) {
        String description = status == 201 ? "Created" : status == 204 ? "Done" : "OK";
        return route.reply() == Void.class
                ? ordered("description", description)
                : ordered("description", description, "content", json(route.reply()));
    }

    private static Map<String, Object> problem() {
        return ordered(
                "description",
                "Refused",
                "content",
                Map.of("application/problem+json", Map.of("schema", JsonSchemas.reference(ProblemShape.TYPE))));
    }

    private static Map<String, Object> json(Class<?> type) {
        return Map.of("application/json", Map.of("schema", JsonSchemas.reference(type)));
    }
}
