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

/** Users connect, ask for the status of their contact, disconnect and start over. */
public final class PresenceChurnSimulation extends Simulation {

    public PresenceChurnSimulation() {
        ChainBuilder comeAndGo = exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask(
                        "get-online-status",
                        session ->
                                "[\"" + session.getString("client") + "\",\"" + session.getString("provider") + "\"]"))
                .exec(pause(LoadProfile.PAUSE))
                .exec(SocketIo.close())
                .exec(pause(LoadProfile.PAUSE));
        ScenarioBuilder churn = scenario("churn")
                .exec(feed(SimulationUsers.all()))
                .exec(SimulationUsers.openChat())
                .exitHereIfFailed()
                .exec(during(LoadProfile.HOLD).on(comeAndGo));
        setUp(churn.injectOpen(rampUsers(LoadProfile.USERS).during(LoadProfile.RAMP)))
                .protocols(LoadProfile.protocol())
                .assertions(
                        ResponseGoals.failures(),
                        ResponseGoals.p99("user-join"),
                        ResponseGoals.p99("get-online-status"));
    }
}
