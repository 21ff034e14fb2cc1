package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** All users connect within the ramp, join a chat, stay and leave. */
public final class ConnectStormSimulation extends Simulation {

    public ConnectStormSimulation() {
        ScenarioBuilder connectFirst = scenario("arrive and stay")
                .exec(feed(SimulationUsers.all()))
                .exec(SimulationUsers.openChat())
                .exitHereIfFailed()
                .exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask("join-chat", SimulationUsers::chat))
                .exec(pause(LoadProfile.HOLD))
                .exec(SocketIo.close());
        setUp(connectFirst.injectOpen(rampUsers(LoadProfile.USERS).during(LoadProfile.RAMP)))
                .protocols(LoadProfile.protocol())
                .assertions(ResponseGoals.failures(), ResponseGoals.p99("user-join"), ResponseGoals.p99("join-chat"));
    }
}
