package dev.parley.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;

/** What one person has of one chat: live or read, in any order, each message kept once. */
final class Inbox {

    private final String partner;
    private final Ledger ledger;
    private final BitSet known = new BitSet();
    /** Live on the connection that is used now. */
    private final BitSet heardNow = new BitSet();

    /** @param partner whose messages count as seen when they are here */
    Inbox(String partner, Ledger ledger) {
        this.partner = partner;
        this.ledger = ledger;
    }

    void newConnection() {
        heardNow.clear();
    }

    /** The last message before which none is missing. */
    int upTo() {
        return known.nextClearBit(1) - 1;
    }

    boolean hasGap() {
        return known.length() - 1 > upTo();
    }

    /** A live one. @return whether something before it is missing */
    boolean hear(JsonNode message) {
        int seq = message.path("seq").asInt();
        if (heardNow.get(seq)) {
            ledger.heardTwice();
        }
        heardNow.set(seq);
        keep(message, true);
        return hasGap();
    }

    /** One of the history. */
    void read(JsonNode message) {
        keep(message, false);
    }

    private void keep(JsonNode message, boolean live) {
        int seq = message.path("seq").asInt();
        if (!known.get(seq) && message.path("sender").asText().equals(partner)) {
            ledger.seen(message.path("clientMessageId").asText(), live);
        }
        known.set(seq);
    }
}
