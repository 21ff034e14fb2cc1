package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * A node is lost and all its users reconnect at once, to the next of {@code parley.sockets} or through a load balancer. The process
 * {@code parley.victim.pid} is ended half-way through the hold. Failures on the lost node are expected; the reconnects are asserted.
 */
public final class ReconnectStormSimulation extends Simulation {

    private static final Duration UNTIL_LOSS = LoadProfile.RAMP.plus(LoadProfile.HOLD.dividedBy(2));

    public ReconnectStormSimulation() {
        ChainBuilder stayUntilLost = asLongAs(session -> !session.isFailed() && !isOver(session))
                .on(exec(pause(LoadProfile.PAUSE)).exec(SocketIo.ask("get-send-allowance", SimulationUsers::chat)));
        ChainBuilder comeBack = exec(Session::markAsSucceeded)
                .exec(session -> session.set("attempt", session.getInt("attempt") + 1))
                .exec(SocketIo.connectAndIdentify("reconnect"))
                .exec(SocketIo.ask("join-chat", SimulationUsers::chat));
        ScenarioBuilder people = scenario("users")
                .exec(feed(SimulationUsers.all()))
                .exec(SimulationUsers.openChat())
                .exitHereIfFailed()
                .exec(session -> session.set(
                        "until",
                        System.nanoTime()
                                + LoadProfile.RAMP.plus(LoadProfile.HOLD).toNanos()))
                .exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask("join-chat", SimulationUsers::chat))
                .exec(stayUntilLost)
                .doIf(Session::isFailed)
                .then(comeBack)
                .exec(SocketIo.close());
        ScenarioBuilder loss = scenario("loss").exec(ReconnectStormSimulation::endVictim);
        setUp(
                        people.injectOpen(rampUsers(LoadProfile.USERS).during(LoadProfile.RAMP)),
                        loss.injectOpen(nothingFor(UNTIL_LOSS), atOnceUsers(1)))
                .protocols(LoadProfile.protocol())
                .assertions(ResponseGoals.failures("reconnect"), ResponseGoals.p99("reconnect: entered"));
    }

    private static boolean isOver(Session session) {
        return System.nanoTime() - session.getLong("until") > 0;
    }

    private static Session endVictim(Session session) {
        if (!LoadProfile.VICTIM_PID.isEmpty()) {
            ProcessHandle.of(Long.parseLong(LoadProfile.VICTIM_PID)).ifPresent(ProcessHandle::destroyForcibly);
        }
        return session;
    }
}
