package dev.parley.core.migration;

import dev.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.List;

/** The two participants of a chat. */
record Sides(UserId client, UserId provider) {

    UserId otherThan(UserId participant) {
        return participant.equals(client) ? provider : client;
    }

    /** As applications store them. */
    List<Object> forms() {
        List<Object> forms = new ArrayList<>(StoredIds.forms(client));
        forms.addAll(StoredIds.forms(provider));
        return forms;
    }
}
