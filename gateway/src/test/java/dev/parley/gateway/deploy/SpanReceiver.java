package dev.parley.gateway.deploy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of OTLP over HTTP: decodes {@code ExportTraceServiceRequest} as {@code opentelemetry-proto} has it. */
final class SpanReceiver implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    // Fields of the messages on the way to a span.
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int START = 7;
    private static final int END = 8;

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private volatile int status = OK;

    /** @param resource the attributes of the node, as they are encoded */
    record Received(String resource, String trace, String id, String parent, String name, long start, long end) {
        boolean isOf(String node) {
            return resource.contains(node);
        }
    }

    private interface Field {
        void read(int number, CodedInputStream input) throws IOException;
    }

    SpanReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    void fail() {
        status = UNAVAILABLE;
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (status == OK) {
            List<Received> received = new ArrayList<>();
            each(CodedInputStream.newInstance(body), RESOURCE_SPANS, group -> readGroup(group, received));
            spans.addAll(received);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void readGroup(CodedInputStream group, List<Received> into) throws IOException {
        String[] resource = {""};
        fields(group, (number, input) -> {
            if (number == RESOURCE) {
                resource[0] = input.readBytes().toStringUtf8();
            } else if (number == SCOPE_SPANS) {
                CodedInputStream scope = input.readBytes().newCodedInput();
                each(scope, SPANS, span -> into.add(readSpan(resource[0], span)));
            } else {
                input.skipField(WireFormat.WIRETYPE_LENGTH_DELIMITED | number << 3);
            }
        });
    }

    private static Received readSpan(String resource, CodedInputStream span) throws IOException {
        String[] texts = new String[NAME + 1];
        long[] times = new long[END + 1];
        for (int tag = span.readTag(); tag != 0; tag = span.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TRACE_ID, SPAN_ID, PARENT_ID ->
                    texts[WireFormat.getTagFieldNumber(tag)] = HexFormat.of().formatHex(span.readByteArray());
                case NAME -> texts[NAME] = span.readString();
                case START, END -> times[WireFormat.getTagFieldNumber(tag)] = span.readFixed64();
                default -> span.skipField(tag);
            }
        }
        return new Received(
                resource, texts[TRACE_ID], texts[SPAN_ID], texts[PARENT_ID], texts[NAME], times[START], times[END]);
    }

    private interface Message {
        void read(CodedInputStream input) throws IOException;
    }

    private static void each(CodedInputStream input, int wanted, Message message) throws IOException {
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == wanted) {
                message.read(input.readBytes().newCodedInput());
            } else {
                input.skipField(tag);
            }
        }
    }

    private static void fields(CodedInputStream input, Field field) throws IOException {
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            field.read(WireFormat.getTagFieldNumber(tag), input);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
