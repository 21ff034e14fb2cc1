package dev.parley.gateway;

import dev.parley.core.error.StorageException;
import dev.parley.gateway.command.CheckDatabaseCommand;
import dev.parley.gateway.command.CompletionCommand;
import dev.parley.gateway.command.DoctorCommand;
import dev.parley.gateway.command.MigrateDatabaseCommand;
import dev.parley.gateway.command.WebPushKeysCommand;
import dev.parley.gateway.command.WebhooksCommand;
import dev.parley.gateway.command.WhyCommand;
import dev.parley.gateway.config.Banner;
import dev.parley.gateway.config.CommandLineParser;
import dev.parley.gateway.config.ConfigValidator;
import dev.parley.gateway.config.Environment;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.GatewayOptions;
import dev.parley.gateway.config.InvalidConfigException;
import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.lifecycle.TerminationSignals;
import dev.parley.gateway.quickstart.QuickStartStores;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one gateway or several, with embedded stores where none is named, until the process is terminated; or one of the
 * subcommands.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Deque<Runnable> started = new ArrayDeque<>();
    private boolean stopping;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        Main main = new Main(System.getenv(), System.out, System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(main::stop, "parley-stop"));
        TerminationSignals.stopInOrder(main::stop);
        System.exit(main.run(arguments));
    }

    /** Returns the exit code, once {@link #stop} was called or the start failed. */
    int run(String... arguments) {
        try {
            CommandLineParser parser = new CommandLineParser(environment, subcommands());
            Optional<GatewayOptions> options = parser.parse(arguments);
            if (options.isEmpty()) {
                out.println(parser.help());
                return DONE;
            }
            Optional<Subcommand> subcommand = parser.subcommand();
            if (subcommand.isPresent()) {
                return subcommand.get().run();
            }
            serve(options.get());
            return DONE;
        } catch (InvalidConfigException misuse) {
            return complain(misuse.getMessage(), MISUSED);
        } catch (QuickStartStores.StartException | StorageException failure) {
            return complain(failure.getMessage(), FAILED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (RuntimeException | Error unexpected) {
            return isStopping() ? DONE : failed(unexpected);
        }
    }

    private Subcommand[] subcommands() {
        return new Subcommand[] {
            new DoctorCommand(out, this::endLater, Application::directory, Clock.systemUTC()),
            new WhyCommand(out, err),
            new WebhooksCommand(out, Clock.systemUTC()),
            new CheckDatabaseCommand(out),
            new MigrateDatabaseCommand(out, this::endLater),
            new WebPushKeysCommand(out, new SecureRandom()),
            new CompletionCommand(out)
        };
    }

    /** Stops everything in the reverse order of the start. Nothing can be started afterwards. Blocks; may be called twice. */
    void stop() {
        synchronized (started) {
            stopping = true;
            while (!started.isEmpty()) {
                started.pop().run();
            }
        }
        ended.countDown();
    }

    private void serve(GatewayOptions options) throws InterruptedException {
        ConfigValidator.check(options);
        FreePorts.check(options);
        List<GatewayConfig> configs =
                QuickStartStores.nodes(options, UUID.randomUUID().toString(), this::endLater);
        if (configs.get(0).tokens().isEmpty()) {
            LOG.warn(
                    "--auth none: clients name their user without proof. Keep this gateway unreachable for strangers.");
        }
        LocalCluster nodes = new LocalCluster(configs, () -> UUID.randomUUID().toString(), Clock.systemUTC());
        endLater(nodes::stop);
        nodes.start();
        announce(configs.get(0), nodes.ports());
        ended.await();
    }

    /** Prints a banner for a person, or logs one line when the log is JSON. */
    private void announce(GatewayConfig config, List<GatewayConfig.Ports> nodes) {
        if (Environment.isLogForPeople(environment)) {
            out.println(Banner.of(config, nodes));
        } else {
            LOG.info("serving on {} {}", config.host(), nodes);
        }
    }

    private void endLater(Runnable end) {
        synchronized (started) {
            if (stopping) {
                throw new InvalidConfigException("stopped before it served");
            }
            started.push(end);
        }
    }

    private boolean isStopping() {
        synchronized (started) {
            return stopping;
        }
    }

    private static int failed(Throwable failure) {
        LOG.error("cannot start", failure);
        return FAILED;
    }

    private int complain(String message, int code) {
        err.println("parley: " + message);
        return code;
    }
}
