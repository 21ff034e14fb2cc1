package dev.parley.presence.redis;

import dev.parley.core.id.UserId;
import dev.parley.presence.AnnouncedStatus;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceState;
import dev.parley.presence.RegisteredUser;
import dev.parley.presence.StepResult;
import dev.parley.presence.Visibility;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the scripts return, as values of the port. */
final class Replies {
    private Replies() {}

    /** A refused step is answered with the valid registration only. */
    static boolean isRefused(List<Object> reply) {
        return reply.size() == 1;
    }

    static long registration(List<Object> reply) {
        return number(reply.get(0));
    }

    static StepResult result(UserId user, List<Object> reply) {
        var announced = new AnnouncedStatus(number(reply.get(3)) == 1, number(reply.get(4)));
        var change = new PresenceChange(
                user, announced.isOnline(), Instant.ofEpochMilli(number(reply.get(5))), announced.version());
        return new StepResult(
                announced,
                number(reply.get(2)) == 1 ? Optional.of(change) : Optional.empty(),
                (int) number(reply.get(1)),
                visibility(reply.get(6).toString(), number(reply.get(7))));
    }

    private static Optional<Visibility> visibility(String hidden, long chosenAt) {
        return hidden.isEmpty() ? Optional.empty() : Optional.of(new Visibility(hidden.equals("0"), chosenAt));
    }

    static PresenceChange change(List<Object> reply) {
        return new PresenceChange(
                new UserId(reply.get(0).toString()),
                number(reply.get(1)) == 1,
                Instant.ofEpochMilli(number(reply.get(2))),
                number(reply.get(3)));
    }

    static Map<UserId, PresenceState> states(List<UserId> users, List<List<Object>> replies) {
        Map<UserId, PresenceState> states = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            states.put(users.get(i), state(users.get(i), replies.get(i)));
        }
        return states;
    }

    private static PresenceState state(UserId user, List<Object> reply) {
        long active = number(reply.get(1));
        return new PresenceState(
                user,
                number(reply.get(0)) == 1,
                active < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(active)),
                number(reply.get(2)),
                (int) number(reply.get(3)));
    }

    static String cursor(List<Object> page) {
        return page.get(0).toString();
    }

    static Map<UserId, RegisteredUser> registered(List<Object> page) {
        Map<UserId, RegisteredUser> users = new HashMap<>();
        for (int i = 1; i < page.size(); i += 4) {
            users.put(
                    new UserId(page.get(i).toString()),
                    new RegisteredUser(
                            (int) number(page.get(i + 1)), number(page.get(i + 2)) == 1, number(page.get(i + 3)) == 1));
        }
        return users;
    }

    static long number(Object value) {
        return Long.parseLong(value.toString());
    }
}
