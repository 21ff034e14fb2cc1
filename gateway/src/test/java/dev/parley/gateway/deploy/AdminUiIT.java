package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.admin.AdminSettings;
import dev.parley.testing.Waiting;
import io.socket.client.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of the Admin UI, on two nodes of which one allows commands. */
class AdminUiIT {
    private static final Map<String, String> ADA = Map.of("username", "ada", "password", "correct horse");

    @TempDir
    static Path folder;

    private static RunningNode reading;
    private static RunningNode commanding;

    private final Admins admins = new Admins();

    @BeforeAll
    static void twoNodes() throws Exception {
        Path users = AdminUsersFile.in(folder, "ada", "correct horse");
        reading = RunningNode.withAdminUi(new AdminSettings(users, false), "-reading");
        commanding = RunningNode.withAdminUi(new AdminSettings(users, true), "-commanding");
    }

    @AfterAll
    static void stop() {
        reading.close();
        commanding.close();
    }

    @AfterEach
    void disconnect() {
        admins.close();
    }

    @Test
    void whoHasNoPasswordIsRefused() throws Exception {
        List<Map<String, String>> guesses = List.of(
                Map.of(),
                Map.of("username", "ada", "password", "wrong"),
                Map.of("username", "eve", "password", "correct horse"),
                Map.of("sessionId", "0123456789abcdef"));
        for (Map<String, String> wrong : guesses) {
            assertThat(admins.refusal(reading, wrong)).as(wrong.toString()).isEqualTo("invalid credentials");
        }
        Waiting.until(
                "the refusals are counted",
                () -> count(reading, "parley_admin_logins_total{outcome=\"refused\"}") >= 4);
    }

    @Test
    void aSessionReplacesThePasswordOnEveryNode() throws Exception {
        Admins.Admin ada = admins.connect(reading, ADA);
        String session = ada.waitFor("session")[0].toString();
        Admins.Admin again = admins.connect(commanding, Map.of("sessionId", session));
        assertThat(again.waitFor("config")[0].toString()).contains("DISCONNECT");
    }

    @Test
    void readOnlyHidesAndRefusesCommands() throws Exception {
        Socket ann = reading.join("ann");
        Admins.Admin ada = admins.connect(reading, ADA);

        JSONObject config = (JSONObject) ada.waitFor("config")[0];
        assertThat(config.getJSONArray("supportedFeatures").toString())
                .isEqualTo("[\"AGGREGATED_EVENTS\",\"ALL_EVENTS\"]");
        JSONObject answer = ada.ask("_disconnect", "/", false, ann.id());
        assertThat(answer.getJSONObject("error").getString("code")).isEqualTo("forbidden");
        assertThat(ann.connected()).isTrue();
        ann.disconnect();
    }

    @Test
    void commandsReachASocketOfAnotherNode() throws Exception {
        Socket ann = reading.join("ann");
        String id = ann.id();
        Admins.Admin ada = admins.connect(commanding, ADA);
        ada.waitFor("config");

        assertThat(ada.ask("join", "/", "lobby", id).getBoolean("ok")).isTrue();
        ada.waitFor("room_joined", args -> args[1].equals("lobby") && args[2].equals(id));
        Admins.Heard notice = new Admins.Heard(ann, "notice");
        Waiting.until("the event arrives, once the room's channel is live", () -> {
            ada.tell("emit", "/", "lobby", "notice", "closing soon");
            return notice.hasArrived();
        });
        ada.tell("leave", "/", "lobby", id);
        ada.waitFor("room_left", args -> args[1].equals("lobby") && args[2].equals(id));

        Admins.Heard end = new Admins.Heard(ann, Socket.EVENT_DISCONNECT);
        ada.tell("_disconnect", "/", true, id);
        Waiting.until("ann is disconnected", end::hasArrived);
        ada.waitFor("socket_disconnected", args -> args[1].equals(id));
    }

    @Test
    void eventsAreToldByNameAndWithoutContent() throws Exception {
        Admins.Admin ada = admins.connect(reading, ADA);
        ada.waitFor("all_sockets");
        Socket ann = commanding.join("ann");

        ada.waitFor(
                "socket_connected",
                args -> ((JSONObject) args[0]).optString("id").equals(ann.id()));
        Object[] received = ada.waitFor("event_received", args -> args[1].equals(ann.id()));
        assertThat(((JSONArray) received[2]).toString()).isEqualTo("[\"user-join\"]");
        ada.waitFor(
                "socket_updated",
                args -> ((JSONObject) args[0]).optString("id").equals(ann.id())
                        && ((JSONObject) args[0])
                                .getJSONObject("data")
                                .getString("userId")
                                .equals("ann"));
        ann.disconnect();
    }

    @Test
    void aServerInNodeJsIsWatchedAndWatches() throws Exception {
        try (AdminPeer peer = AdminPeer.start("node-js", "room-of-nora")) {
            Socket ann = reading.join("ann");
            Admins.Admin there = admins.connect(peer.address(), Map.of());
            there.waitFor("all_sockets", args -> args[0].toString().contains(ann.id()));
            there.waitFor("server_stats", args -> args[0].toString().contains("-commanding"));

            Admins.Admin here = admins.connect(commanding, ADA);
            here.waitFor("all_sockets", args -> args[0].toString().contains(peer.client()));
            here.waitFor("server_stats", args -> args[0].toString().contains("node-js"));
            here.tell("_disconnect", "/", false, peer.client());
            assertThat(peer.nextLine()).contains("io server disconnect");

            there.tell("_disconnect", "/", true, ann.id());
            Waiting.until("the Node.js server's admin disconnects ann", () -> !ann.connected());
        }
    }

    @Test
    void passwordsAreNotGuessedForLong() throws Exception {
        RunningNode other = RunningNode.withAdminUi(
                new AdminSettings(AdminUsersFile.in(folder, "ada", "correct horse"), false), "-guessed");
        try {
            String refusal = "";
            for (int attempt = 0; attempt < 30 && !refusal.startsWith("too many attempts"); attempt++) {
                refusal = admins.refusal(other, Map.of("username", "ada", "password", "guess " + attempt));
            }
            assertThat(refusal).startsWith("too many attempts");
            assertThat(admins.refusal(other, ADA)).startsWith("too many attempts");
        } finally {
            other.close();
        }
    }

    private static double count(RunningNode node, String metric) {
        return node.metrics()
                .lines()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
