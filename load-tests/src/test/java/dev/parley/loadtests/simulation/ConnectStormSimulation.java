package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** Everybody arrives within the ramp, joins a chat, stays, and leaves. */
public final class ConnectStormSimulation extends Simulation {

    public ConnectStormSimulation() {
        ScenarioBuilder arrive = scenario("arrive and stay")
                .exec(feed(People.everybody()))
                .exec(People.openChat())
                .exitHereIfFailed()
                .exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask("join-chat", People::chat))
                .exec(pause(Load.HOLD))
                .exec(SocketIo.close());
        setUp(arrive.injectOpen(rampUsers(Load.USERS).during(Load.RAMP)))
                .protocols(Load.protocol())
                .assertions(Goals.failures(), Goals.p99("user-join"), Goals.p99("join-chat"));
    }
}
