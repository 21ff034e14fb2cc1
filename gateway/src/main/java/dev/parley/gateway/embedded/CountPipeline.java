package dev.parley.gateway.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What drivers send for {@code countDocuments}: an aggregation, for which the server by itself reads the whole collection. */
record CountPipeline(String collection, Document filter) {

    /** Empty when the command is another aggregation. */
    static Optional<CountPipeline> of(Document command) {
        return command.get("pipeline") instanceof List<?> stages
                        && stages.size() == 2
                        && ((Document) stages.get(0)).get("$match") instanceof Document filter
                        && ((Document) stages.get(1)).get("$group") instanceof Document group
                        && countsAll(group)
                ? Optional.of(new CountPipeline((String) command.get("aggregate"), filter))
                : Optional.empty();
    }

    private static boolean countsAll(Document group) {
        return group.keySet().equals(Set.of("_id", "n"))
                && Integer.valueOf(1).equals(group.get("_id"))
                && new Document("$sum", 1).equals(group.get("n"));
    }

    Document asCount() {
        return new Document("count", collection).append("query", filter);
    }

    /** The aggregation's answer, from that of {@link #asCount}. */
    Document answer(String database, Document counted) {
        int count = ((Number) counted.get("n")).intValue();
        List<Document> batch = count == 0 ? List.of() : List.of(new Document("_id", 1).append("n", count));
        Document cursor = new Document("firstBatch", batch).append("id", 0L).append("ns", database + "." + collection);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
