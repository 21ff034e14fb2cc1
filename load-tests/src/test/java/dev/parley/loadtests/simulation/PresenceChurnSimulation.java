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

/** Phones in tunnels: people connect, ask who is online, and are gone again, over and over. */
public final class PresenceChurnSimulation extends Simulation {

    public PresenceChurnSimulation() {
        ChainBuilder comeAndGo = exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask(
                        "get-online-status",
                        session ->
                                "[\"" + session.getString("client") + "\",\"" + session.getString("provider") + "\"]"))
                .exec(pause(Load.PAUSE))
                .exec(SocketIo.close())
                .exec(pause(Load.PAUSE));
        ScenarioBuilder churn = scenario("churn")
                .exec(feed(People.everybody()))
                .exec(People.openChat())
                .exitHereIfFailed()
                .exec(during(Load.HOLD).on(comeAndGo));
        setUp(churn.injectOpen(rampUsers(Load.USERS).during(Load.RAMP)))
                .protocols(Load.protocol())
                .assertions(Goals.failures(), Goals.p99("user-join"), Goals.p99("get-online-status"));
    }
}
