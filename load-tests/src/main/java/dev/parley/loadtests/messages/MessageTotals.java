package dev.parley.loadtests.messages;

import dev.parley.loadtests.server.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Outcome of the messages of a drill.
 *
 * @param acknowledged messages whose sender was told that they are stored
 * @param stored acknowledged messages that are stored
 * @param shown acknowledged messages that both participants can show, with every earlier one
 * @param shownUnasked those that they could show before every user asked for the history at the end
 * @param repeated stored copies of a message beside the first
 * @param holes numbers of a chat that no message has
 * @param unacknowledged stored messages that were never acknowledged, although every user retried until they were
 */
record MessageTotals(
        long acknowledged,
        long stored,
        long shown,
        long shownUnasked,
        long repeated,
        long holes,
        long unacknowledged,
        ClientStatistics.Counts clients) {

    /** Ends the sending, reads all chats by REST, and compares. */
    static MessageTotals collect(UserPool users, Cluster cluster) throws Exception {
        users.stopSending();
        Set<String> acknowledged = users.callOnLoop(() -> users.statistics().acknowledged());
        long shownUnasked = users.callOnLoop(() -> users.statistics().shownToBoth());
        users.requestHistory();
        HistoryReader history = HistoryReader.read(cluster.plan(0), users.chats());
        return new MessageTotals(
                acknowledged.size(),
                history.storedOf(acknowledged),
                users.callOnLoop(() -> users.statistics().shownToBoth()),
                shownUnasked,
                history.repeated(),
                history.holes(),
                history.beyond(acknowledged),
                users.callOnLoop(() -> users.statistics().counts()));
    }

    /** Broken promises, in words; empty if there are none. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        require(violations, acknowledged > 0, "nothing was acknowledged");
        require(violations, stored == acknowledged, (acknowledged - stored) + " acknowledged messages are not stored");
        require(violations, shown == acknowledged, (acknowledged - shown) + " acknowledged messages were never seen");
        require(violations, shownUnasked == shown, (shown - shownUnasked) + " messages were missing until the end");
        require(violations, repeated == 0, repeated + " copies are stored");
        require(violations, holes == 0, holes + " numbers are missing");
        require(violations, unacknowledged == 0, unacknowledged + " stored messages were never acknowledged");
        require(violations, clients.conflicts() == 0, clients.conflicts() + " numbers were used twice");
        require(violations, clients.liveRepeats() == 0, clients.liveRepeats() + " messages were received twice live");
        boolean onlyUnavailable =
                Set.of("unavailable").containsAll(clients.refused().keySet());
        require(violations, onlyUnavailable, "messages were refused: " + clients.refused());
        return violations;
    }

    static void require(List<String> violations, boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }

    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("acknowledged", acknowledged);
        figures.put("stored", stored);
        figures.put("seen", shown);
        figures.put("seenBeforeAskingForHistory", shownUnasked);
        figures.put("storedTwice", repeated);
        figures.put("receivedTwiceLive", clients.liveRepeats());
        figures.put("receivedOutOfOrderLive", clients.reordered());
        figures.put("numbersUsedTwice", clients.conflicts());
        figures.put("numbersMissing", holes);
        figures.put("storedUnacknowledged", unacknowledged);
        figures.put("longestSilenceMs", clients.longestSilenceMs());
        figures.put("connectionsLost", clients.connectionsLost());
        figures.put("retries", clients.retries());
        figures.put("refused", clients.refused());
        figures.put("resyncs", clients.resyncs());
        return figures;
    }
}
