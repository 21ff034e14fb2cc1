package dev.parley.loadtests.drill;

import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a drill has shown.
 *
 * @param acknowledged messages whose sender was told that they are stored
 * @param stored of these, those that are
 * @param seen of these, those that the other participant has, live or from the history
 * @param seenUnasked of these, those that they had before everybody asked once more at the end
 * @param afterwards what was said when all was well again
 * @param repeated copies of a message beside the first
 * @param holes numbers of a chat that no message has
 * @param neverSent stored messages that were not acknowledged, although everybody sent until they were
 * @param largestShare the most connections that a node had at once, in shares of one node
 */
public record Outcome(
        Incident incident,
        DrillSettings settings,
        long acknowledged,
        long stored,
        long seen,
        long seenUnasked,
        Ledger.Afterwards afterwards,
        long repeated,
        long holes,
        long neverSent,
        double largestShare,
        Ledger.Counts clients,
        List<Map<String, Object>> timeline) {

    private static final double MOST_SHARES = 2;
    private static final String STORE_AWAY = "unavailable";

    /** What must not be, in words; empty when all is well. */
    public List<String> complaints() {
        List<String> complaints = complaintsAboutMessages();
        expect(complaints, clients.falseOffline() == 0, clients.falseOffline() + " times somebody was falsely offline");
        expect(complaints, largestShare <= MOST_SHARES, "a node had %.2f times its share".formatted(largestShare));
        expect(complaints, afterwards.acknowledged() > 0, "nothing was acknowledged afterwards");
        long unheard = afterwards.acknowledged() - afterwards.heardLive();
        expect(complaints, unheard == 0, unheard + " messages were not heard live although all was well again");
        return complaints;
    }

    /** Those that hold on any machine, however slow. */
    public List<String> complaintsAboutMessages() {
        List<String> complaints = new ArrayList<>();
        expect(complaints, acknowledged > 0, "nothing was acknowledged");
        expect(complaints, stored == acknowledged, (acknowledged - stored) + " acknowledged messages are not stored");
        expect(complaints, seen == acknowledged, (acknowledged - seen) + " acknowledged messages were never seen");
        expect(complaints, repeated == 0, repeated + " copies are stored");
        expect(complaints, holes == 0, holes + " numbers are missing");
        expect(complaints, neverSent == 0, neverSent + " messages are stored that nobody knows of");
        boolean onlyForStores = Set.of(STORE_AWAY).containsAll(clients.refused().keySet());
        expect(complaints, onlyForStores, "messages were refused: " + clients.refused());
        expect(complaints, clients.heardTwice() == 0, clients.heardTwice() + " messages were heard twice");
        if (incident.losesEvents()) {
            expect(complaints, clients.resyncs() > 0, "nobody was told to ask again");
            expect(complaints, seenUnasked == seen, (seen - seenUnasked) + " messages were missing until the end");
        }
        return complaints;
    }

    private static void expect(List<String> complaints, boolean holds, String otherwise) {
        if (!holds) {
            complaints.add(otherwise);
        }
    }

    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("acknowledged", acknowledged);
        figures.put("stored", stored);
        figures.put("seen", seen);
        figures.put("seenBeforeAskingOnceMore", seenUnasked);
        figures.put("seenLive", clients.seenLive());
        figures.put("repeated", repeated);
        figures.put("heardTwice", clients.heardTwice());
        figures.put("holes", holes);
        figures.put("falselyOffline", clients.falseOffline());
        figures.put("longestSilenceMs", clients.longestSilenceMs());
        figures.put("connectionsLostOrLeft", clients.connectionsLost());
        figures.put("sentAgain", clients.sentAgain());
        figures.put("refused", clients.refused());
        figures.put("resyncs", clients.resyncs());
        figures.put("acknowledgedAfterwards", afterwards.acknowledged());
        figures.put("heardLiveAfterwards", afterwards.heardLive());
        figures.put("largestShareOfConnections", Math.rint(largestShare * 100) / 100);
        return figures;
    }

    /** Writes {@code NAME.json}. */
    void write(Path directory) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("drill", incident.word());
        all.put("machine", Machine.describe());
        all.put(
                "settings",
                Map.of(
                        "clients", settings.clients(),
                        "nodes", settings.fleet().nodes(),
                        "msBetweenMessages", settings.pace().toMillis(),
                        "drainSeconds", settings.fleet().drain().toSeconds(),
                        "calmSeconds", settings.calm().toSeconds()));
        all.put("figures", figures());
        all.put("connectionsByNode", timeline);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(incident.word() + ".json"), Json.writePretty(all) + "\n");
    }
}
