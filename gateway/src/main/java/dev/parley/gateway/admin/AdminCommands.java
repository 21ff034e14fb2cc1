package dev.parley.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of the Admin UI to sockets of {@code /}, on every server of the cluster: each is one message in the format of the adapter,
 * which this node receives and applies like the others. Each is logged with its admin.
 */
final class AdminCommands {
    static final List<String> NAMES = List.of("emit", "join", "leave", "_disconnect");

    private static final Logger LOG = LoggerFactory.getLogger(AdminCommands.class);
    private static final int MAX_ROOM = 128;
    private static final int MAX_EVENT = 64;

    private final boolean isAllowed;
    private final AdminChannel channel;
    private final AdminFrames frames;
    private final AdminMeters meters;

    AdminCommands(boolean isAllowed, AdminChannel channel, AdminFrames frames, AdminMeters meters) {
        this.isAllowed = isAllowed;
        this.channel = channel;
        this.frames = frames;
        this.meters = meters;
    }

    boolean areAllowed() {
        return isAllowed;
    }

    /** The answer; the command itself takes effect later. @param arguments as the Admin UI sends them, the namespace first */
    Map<String, Object> run(String admin, String command, List<JsonNode> arguments) {
        if (!isAllowed) {
            meters.command(AdminMeters.Command.REFUSED);
            return refused(ErrorCode.FORBIDDEN, "the Admin UI is read-only here (--admin-ui-commands allows commands)");
        }
        if (!text(arguments, 0).filter(AdminFrames.CHATS::equals).isPresent() || !send(command, arguments)) {
            meters.command(AdminMeters.Command.REFUSED);
            return refused(ErrorCode.INVALID_PAYLOAD, "not a command of the Admin UI for the namespace /");
        }
        LOG.info("admin {} ran {} on {}", admin, command, targetOf(command, arguments));
        return Map.of("ok", true);
    }

    /** False when the arguments do not fit. */
    private boolean send(String command, List<JsonNode> arguments) {
        return switch (command) {
            case "join" -> move(AdminFrames.JOIN, arguments);
            case "leave" -> move(AdminFrames.LEAVE, arguments);
            case "_disconnect" -> {
                boolean closes = arguments.size() > 1 && arguments.get(1).asBoolean();
                yield publish(frames.command(AdminFrames.DISCONNECT, rooms(arguments, 2), "close", closes));
            }
            default -> emit(arguments);
        };
    }

    private boolean move(int type, List<JsonNode> arguments) {
        Optional<String> room = text(arguments, 1).filter(name -> name.length() <= MAX_ROOM);
        return room.isPresent() && publish(frames.command(type, rooms(arguments, 2), "rooms", List.of(room.get())));
    }

    private boolean emit(List<JsonNode> arguments) {
        Optional<String> event = text(arguments, 2).filter(name -> name.length() <= MAX_EVENT);
        if (event.isEmpty()) {
            return false;
        }
        List<Object> packet = new ArrayList<>(List.of(event.get()));
        packet.addAll(arguments.subList(3, arguments.size()));
        List<String> rooms = rooms(arguments, 1);
        String to = rooms.isEmpty()
                ? AdminFrames.channel(AdminFrames.CHATS)
                : AdminFrames.channel(AdminFrames.CHATS, rooms.get(0));
        publish(to, frames.event(AdminFrames.CHATS, rooms, packet));
        return true;
    }

    private boolean publish(String frame) {
        publish(AdminFrames.channel(AdminFrames.CHATS), frame);
        return true;
    }

    private void publish(String to, String frame) {
        channel.publish(to, frame)
                .thenAccept(
                        servers -> meters.command(servers > 0 ? AdminMeters.Command.DONE : AdminMeters.Command.FAILED));
    }

    private static List<String> rooms(List<JsonNode> arguments, int index) {
        return text(arguments, index).map(List::of).orElse(List.of());
    }

    private static String targetOf(String command, List<JsonNode> arguments) {
        return text(arguments, command.equals("emit") ? 1 : 2).orElse("every socket");
    }

    private static Optional<String> text(List<JsonNode> arguments, int index) {
        return index < arguments.size() && arguments.get(index).isTextual()
                ? Optional.of(arguments.get(index).textValue()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static Map<String, Object> refused(ErrorCode code, String message) {
        return Map.of("ok", false, "error", Map.of("code", code.word(), "message", message));
    }
}
