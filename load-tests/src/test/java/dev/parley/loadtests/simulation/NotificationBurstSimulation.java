package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;

/** A service posts many notifications to connected users, who read some and then mark all as read. */
public final class NotificationBurstSimulation extends Simulation {

    private static final int POSTS_EACH = Integer.getInteger("parley.posts", 10);

    public NotificationBurstSimulation() {
        ChainBuilder post = exec(http("post notification")
                .post("/api/notifications")
                .body(
                        StringBody(
                                session -> "{\"userId\":\"" + session.getString("userId")
                                        + "\",\"type\":\"offer\",\"title\":\"A new offer\",\"body\":\"Three providers have answered\"}"))
                .check(status().is(201)));
        ScenarioBuilder receive = scenario("receive")
                .exec(feed(SimulationUsers.all()))
                .exec(SocketIo.connectAndIdentify("connect"))
                .exec(SocketIo.ask("join-notifications", session -> '"' + session.getString("userId") + '"'))
                .exec(pause(LoadProfile.RAMP))
                .exec(repeat(POSTS_EACH).on(post))
                .exec(SocketIo.ask("get-unread-count", session -> '"' + session.getString("userId") + '"'))
                .exec(SocketIo.ask("mark-all-notifications-read", session -> '"' + session.getString("userId") + '"'))
                .exec(SocketIo.close());
        setUp(receive.injectOpen(rampUsers(LoadProfile.USERS).during(LoadProfile.RAMP)))
                .protocols(LoadProfile.protocol())
                .assertions(ResponseGoals.failures(), ResponseGoals.p99("post notification"));
    }
}
