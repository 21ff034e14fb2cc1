package dev.parley.loadtests.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The messages that one user has of one chat, received live or read, and shown in the order of their numbers. */
final class ReceivedMessages {

    private final String owner;
    private final ClientStatistics statistics;
    private final Map<Integer, String> idsByNumber = new HashMap<>();
    /** Received live on the present connection. */
    private final BitSet live = new BitSet();

    private int shown;

    ReceivedMessages(String owner, ClientStatistics statistics) {
        this.owner = owner;
        this.statistics = statistics;
    }

    void newConnection() {
        live.clear();
    }

    /** The number up to which no message is missing. */
    int upTo() {
        return shown;
    }

    boolean hasGap() {
        return idsByNumber.size() > shown;
    }

    /** @return whether an earlier message is missing */
    boolean receiveLive(JsonNode message) {
        int seq = message.path("seq").asInt();
        if (live.get(seq)) {
            statistics.repeatedLive();
        } else if (live.length() > seq) {
            statistics.reordered();
        }
        live.set(seq);
        keep(message, true);
        return hasGap();
    }

    /** Keeps a message of the history. */
    void read(JsonNode message) {
        keep(message, false);
    }

    private void keep(JsonNode message, boolean isLive) {
        String id = message.path("clientMessageId").asText();
        String earlier = idsByNumber.putIfAbsent(message.path("seq").asInt(), id);
        if (earlier == null) {
            statistics.received(id, isLive);
            if (message.path("receiver").asText().equals(owner)) {
                statistics.latencies().received(id);
            }
            showWhatFollows();
        } else if (!earlier.equals(id)) {
            statistics.conflict();
        }
    }

    private void showWhatFollows() {
        while (idsByNumber.containsKey(shown + 1)) {
            shown++;
            statistics.shown(idsByNumber.get(shown));
        }
    }
}
