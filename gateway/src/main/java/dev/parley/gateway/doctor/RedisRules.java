package dev.parley.gateway.doctor;

import static dev.parley.gateway.doctor.Finding.note;
import static dev.parley.gateway.doctor.Finding.ok;
import static dev.parley.gateway.doctor.Finding.problem;
import static dev.parley.gateway.doctor.Finding.warning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Parley needs of a Redis server. */
final class RedisRules {
    private static final String SUBJECT = "Redis";
    private static final int OLDEST = 7;
    private static final Duration SLOW = Duration.ofMillis(20);
    private static final double NEARLY_FULL = 0.8;
    private static final long DEFAULT_BUFFER = 32L << 20;
    private static final Pattern PUBSUB_LIMIT = Pattern.compile("pubsub (\\d+) (\\d+) (\\d+)");

    private RedisRules() {}

    /** @param isCluster whether several addresses were named */
    static List<Finding> check(RedisState redis, boolean isCluster) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(redis));
        findings.add(answers(redis));
        findings.add(mode(redis, isCluster));
        findings.add(ClockDifference.of(SUBJECT, redis.clock(), redis.readAt()));
        findings.add(memory(redis));
        findings.add(persistence(redis));
        findings.add(clients(redis));
        findings.add(outputBuffers(redis));
        return findings;
    }

    private static Finding version(RedisState redis) {
        String version = redis.info("redis_version");
        String major = version.split("\\.")[0];
        boolean isOld = major.matches("\\d{1,4}") && Integer.parseInt(major) < OLDEST;
        return isOld
                ? problem(SUBJECT, "version " + version + " has no sharded pub/sub", "use Redis 7 or later")
                : ok(SUBJECT, "version " + version + " at " + redis.address());
    }

    private static Finding answers(RedisState redis) {
        String text = "answers in %.1f ms".formatted(redis.roundTrip().toNanos() / 1e6);
        return redis.roundTrip().compareTo(SLOW) > 0
                ? warning(SUBJECT, text, "each message waits for Redis: check SLOWLOG GET, its CPU, and the network")
                : ok(SUBJECT, text);
    }

    private static Finding mode(RedisState redis, boolean isCluster) {
        if (redis.number("loading") == 1) {
            return problem(SUBJECT, "is loading its data and refuses commands", "wait until it has loaded");
        }
        if (redis.info("role").equals("slave")) {
            return problem(SUBJECT, "is a replica and takes no writes", "name the master, or Sentinel");
        }
        boolean clusterEnabled = redis.number("cluster_enabled") == 1;
        if (clusterEnabled && !isCluster) {
            return problem(
                    SUBJECT,
                    "is a member of a Cluster, but one address is named",
                    "name two or more of its nodes, separated by commas: --redis redis://a,redis://b");
        }
        return ok(SUBJECT, clusterEnabled ? "is a master of a Cluster" : "is a master");
    }

    private static Finding memory(RedisState redis) {
        String policy = redis.info("maxmemory_policy");
        long most = redis.number("maxmemory");
        if (!policy.isEmpty() && !policy.equals("noeviction")) {
            String text = "maxmemory-policy is " + policy + ": presence and sessions may be evicted";
            String action = "CONFIG SET maxmemory-policy noeviction, and in redis.conf";
            return most > 0
                    ? problem(SUBJECT, text, action)
                    : warning(SUBJECT, text + " once maxmemory is set", action);
        }
        if (most > 0 && redis.number("used_memory") > NEARLY_FULL * most) {
            return warning(
                    SUBJECT,
                    "uses more than 80 % of its maxmemory; when it is full it refuses writes",
                    "raise maxmemory");
        }
        return ok(SUBJECT, "evicts nothing (noeviction)");
    }

    private static Finding persistence(RedisState redis) {
        if (redis.info("rdb_last_bgsave_status").equals("err")
                || redis.info("aof_last_write_status").equals("err")) {
            return problem(
                    SUBJECT,
                    "the last write to its disk failed, so it refuses writes",
                    "free space on its disk and read its log");
        }
        return redis.number("aof_enabled") == 1
                ? ok(SUBJECT, "persists what it holds (appendonly yes)")
                : note(
                        SUBJECT,
                        "appendonly is off: after a restart the nodes report presence again",
                        "appendonly yes avoids that burst; nothing else depends on it");
    }

    private static Finding clients(RedisState redis) {
        long most = redis.number("maxclients");
        long now = redis.number("connected_clients");
        return most > 0 && now > NEARLY_FULL * most
                ? warning(SUBJECT, now + " of at most " + most + " clients are connected", "raise maxclients")
                : ok(SUBJECT, now + " clients are connected");
    }

    private static Finding outputBuffers(RedisState redis) {
        Matcher limit = PUBSUB_LIMIT.matcher(redis.config().getOrDefault("client-output-buffer-limit", ""));
        if (!limit.find()) {
            return note(
                    SUBJECT,
                    "the output-buffer limit of subscribers cannot be read",
                    "check that client-output-buffer-limit is pubsub 64mb 32mb 30 or more");
        }
        long hard = Long.parseLong(limit.group(1));
        String text = "client-output-buffer-limit is " + limit.group();
        if (hard == 0) {
            return warning(
                    SUBJECT,
                    text + ": one slow node may fill the memory of Redis",
                    "CONFIG SET client-output-buffer-limit 'pubsub 64mb 32mb 30'");
        }
        return hard <= DEFAULT_BUFFER
                ? note(
                        SUBJECT,
                        text + ": a busy node that pauses is disconnected and its clients resync",
                        "on a busy cluster: CONFIG SET client-output-buffer-limit 'pubsub 64mb 32mb 30'")
                : ok(SUBJECT, text);
    }
}
