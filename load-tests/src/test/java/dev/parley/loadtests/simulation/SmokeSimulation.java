package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** Ten users emit every kind of event once. */
public final class SmokeSimulation extends Simulation {

    private static final int PEOPLE = 10;

    public SmokeSimulation() {
        ScenarioBuilder visit = scenario("visit")
                .exec(feed(SimulationUsers.all()))
                .exec(SimulationUsers.openChat())
                .exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask("join-chat", SimulationUsers::chat))
                .exec(SocketIo.ask("join-notifications", session -> '"' + session.getString("userId") + '"'))
                .exec(SocketIo.emit("typing-start", SimulationUsers::chat))
                .doIf("#{isClient}")
                .then(Messages.send().exec(Messages.sendAndHear()))
                .exec(SocketIo.ask("mark-messages-read", SimulationUsers::chat))
                .exec(SocketIo.ask("get-online-status", session -> '"' + session.getString("userId") + '"'))
                .exec(SocketIo.ask("leave-chat", SimulationUsers::chat))
                .exec(SocketIo.close());
        setUp(visit.injectOpen(rampUsers(PEOPLE).during(2)))
                .protocols(LoadProfile.protocol())
                .assertions(global().failedRequests().count().is(0L));
    }
}
