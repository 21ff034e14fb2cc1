package dev.parley.gateway.command;

import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.config.ConfigValidator;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.GatewayOptions;
import dev.parley.gateway.config.InvalidConfigException;
import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.doctor.Doctor;
import dev.parley.gateway.doctor.Finding;
import dev.parley.gateway.doctor.MachineExamination;
import dev.parley.gateway.doctor.Report;
import dev.parley.gateway.logging.LogLevels;
import dev.parley.gateway.nodes.NodeDirectory;
import dev.parley.gateway.quickstart.QuickStartStores;
import dev.parley.gateway.redis.RedisConnection;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.redisson.api.RedissonClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley doctor}: examines what a gateway with the same options would depend on. */
@Command(
        name = "doctor",
        header = "Examines settings, machine, stores and cluster, and says what to do about each finding.",
        abbreviateSynopsis = true,
        footer = "",
        description = "Takes the options of the gateway. Exit code 0 without problems, 1 with some.")
public final class DoctorCommand implements Subcommand {
    private static final int HEALTHY = 0;
    private static final int UNHEALTHY = 1;

    private final PrintStream out;
    private final Consumer<Runnable> endLater;
    private final Function<RedissonClient, NodeDirectory> directory;
    private final Clock clock;

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Option(names = "--json", description = "prints the findings as JSON")
    private boolean json;

    /** @param endLater takes what stops an embedded store, before the store starts */
    public DoctorCommand(
            PrintStream out,
            Consumer<Runnable> endLater,
            Function<RedissonClient, NodeDirectory> directory,
            Clock clock) {
        this.out = out;
        this.endLater = endLater;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public int run() throws InterruptedException {
        LogLevels.silence();
        Report report = new Report(findings());
        out.println(json ? report.json() : report.text());
        return report.isHealthy() ? HEALTHY : UNHEALTHY;
    }

    private List<Finding> findings() throws InterruptedException {
        try {
            ConfigValidator.check(options);
            return examine(QuickStartStores.nodes(options, "doctor", endLater).get(0));
        } catch (InvalidConfigException wrong) {
            return List.of(Finding.problem(
                    "Settings", wrong.getMessage(), "./parley --help lists the options and their defaults"));
        } catch (QuickStartStores.StartException failure) {
            return List.of(Finding.problem(
                    "Embedded stores",
                    failure.getMessage(),
                    "is a gateway running on this data directory? Name the stores that it printed: --redis, --mongo"));
        }
    }

    private List<Finding> examine(GatewayConfig config) throws InterruptedException {
        RedisConnection redis = new RedisConnection(config.redis(), Optional.empty());
        RedisConnection second = new RedisConnection(config.redis(), Optional.empty());
        MongoStore mongo = Blocking.mongo(config.mongo());
        try {
            Doctor doctor = new Doctor(config, redis, second, mongo, directory, clock);
            return Blocking.await(doctor.examine(new MachineExamination()));
        } finally {
            redis.stop();
            second.stop();
            mongo.stop();
        }
    }
}
