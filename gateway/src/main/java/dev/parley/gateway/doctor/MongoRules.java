package dev.parley.gateway.doctor;

import static dev.parley.gateway.doctor.Finding.note;
import static dev.parley.gateway.doctor.Finding.ok;
import static dev.parley.gateway.doctor.Finding.problem;
import static dev.parley.gateway.doctor.Finding.warning;

import dev.parley.core.mongo.MongoState;
import dev.parley.core.mongo.MongoState.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What Parley needs of a MongoDB deployment. */
final class MongoRules {
    private static final String SUBJECT = "MongoDB";
    private static final int OLDEST = 5;
    private static final int MEMBERS = 3;
    private static final Duration SLOW_WRITE = Duration.ofMillis(250);

    private MongoRules() {}

    /** @param readAt this machine's time, when the deployment told its own */
    static List<Finding> check(MongoState mongo, Instant readAt) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(mongo));
        findings.add(topology(mongo));
        findings.add(majorityWrite(mongo));
        findings.add(indexes(mongo));
        if (mongo.clock().isAfter(Instant.EPOCH)) {
            findings.add(ClockDifference.of(SUBJECT, mongo.clock(), readAt));
        }
        return findings;
    }

    private static Finding version(MongoState mongo) {
        String major = mongo.version().split("\\.")[0];
        boolean isOld = major.matches("\\d{1,4}") && Integer.parseInt(major) < OLDEST;
        String text = "version %s answers in %.1f ms"
                .formatted(mongo.version(), mongo.roundTrip().toNanos() / 1e6);
        return isOld ? problem(SUBJECT, text, "use MongoDB 5 or later") : ok(SUBJECT, text);
    }

    private static Finding topology(MongoState mongo) {
        if (mongo.topology() == Topology.SHARDED) {
            return ok(SUBJECT, "is a sharded cluster");
        }
        if (mongo.topology() == Topology.STANDALONE) {
            return warning(
                    SUBJECT,
                    "is one server without replicas: an acknowledged message is on one disk only",
                    "use a replica set of three members for production, with replicaSet= in the connection string");
        }
        return mongo.members() < MEMBERS
                ? warning(
                        SUBJECT,
                        "is a replica set of " + mongo.members() + ": the loss of a member stops writes",
                        "use three members")
                : ok(SUBJECT, "is a replica set of " + mongo.members());
    }

    private static Finding majorityWrite(MongoState mongo) {
        String text = "a majority takes a write in %.1f ms"
                .formatted(mongo.majorityWrite().toNanos() / 1e6);
        return mongo.majorityWrite().compareTo(SLOW_WRITE) > 0
                ? warning(SUBJECT, text, "each message waits for it: check the lag and the disks of the secondaries")
                : ok(SUBJECT, text);
    }

    private static Finding indexes(MongoState mongo) {
        return mongo.missingIndexes().isEmpty()
                ? ok(SUBJECT, "has all indexes")
                : note(
                        SUBJECT,
                        "lacks " + mongo.missingIndexes().size() + " indexes: "
                                + String.join(", ", mongo.missingIndexes()),
                        "the first gateway that starts creates them; on large collections start it at a quiet time");
    }
}
