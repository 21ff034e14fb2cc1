package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/**
 * Steady traffic: in each chat one user types and writes, the other reads. Of two messages one is timed until it is acknowledged, the
 * other until its writer receives it in the room. Stay below the send rate of the rules: 120 a minute for each user.
 */
public final class SteadyChatSimulation extends Simulation {

    public SteadyChatSimulation() {
        ChainBuilder write = exec(SocketIo.emit("typing-start", SimulationUsers::chat))
                .exec(Messages.send())
                .exec(pause(LoadProfile.PAUSE))
                .exec(Messages.sendAndHear());
        ChainBuilder read = exec(SocketIo.ask("mark-messages-read", SimulationUsers::chat));
        ScenarioBuilder chat = scenario("chat")
                .exec(feed(SimulationUsers.all()))
                .exec(SimulationUsers.openChat())
                .exitHereIfFailed()
                .exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask("join-chat", SimulationUsers::chat))
                .exitHereIfFailed()
                .exec(during(LoadProfile.HOLD)
                        .on(exec(pause(LoadProfile.PAUSE))
                                .doIfOrElse("#{isClient}")
                                .then(write)
                                .orElse(read)))
                .exec(SocketIo.close());
        setUp(chat.injectOpen(rampUsers(LoadProfile.USERS).during(LoadProfile.RAMP)))
                .protocols(LoadProfile.protocol())
                .assertions(
                        ResponseGoals.failures(),
                        ResponseGoals.p99("send-message"),
                        ResponseGoals.p99("new-message"),
                        ResponseGoals.p99("mark-messages-read"));
    }
}
