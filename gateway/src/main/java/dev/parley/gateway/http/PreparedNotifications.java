package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import java.util.Map;

/** Emits a notification that another service prepared to the user's notification room, on every node. At most once; never fails. */
@FunctionalInterface
public interface PreparedNotifications {

    /** @param notification JSON values */
    void emit(UserId receiver, Map<String, Object> notification);
}
