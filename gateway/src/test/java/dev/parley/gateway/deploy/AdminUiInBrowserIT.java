package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.admin.AdminSettings;
import io.socket.client.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official page of the Admin UI in Chromium, on two nodes and a Node.js server with {@code instrument()}. */
class AdminUiInBrowserIT {
    private static final String TEXT = "document.querySelector('main').textContent";

    @TempDir
    Path folder;

    @Test
    void itShowsServersSocketsAndRoomsAndOffersNoCommandsWhenReadOnly() throws Exception {
        var settings = new AdminSettings(AdminUsersFile.in(folder, "ada", "correct horse"), false);
        try (AdminPeer peer = AdminPeer.start("node-js-peer", "room-of-nora");
                RunningNode north = RunningNode.withAdminUi(settings, "-north");
                RunningNode south = RunningNode.withAdminUi(settings, "-south");
                Browser browser = Browser.open(peer.page() + "/")) {
            Socket ann = north.join("ann");
            Socket ben = south.join("ben");

            browser.enlarge();
            logIn(browser, north, "wrong");
            browser.waitUntil("document.querySelector('.v-dialog').textContent.includes('Invalid credentials')");

            logIn(browser, north, "correct horse");
            browser.waitUntil("document.querySelector('.v-dialog--active') === null");
            open(browser, "Servers");
            for (String server : new String[] {"-north", "-south", "node-js-peer"}) {
                browser.waitUntil(TEXT + ".includes('" + server + "')");
            }
            open(browser, "Sockets");
            for (String socket : new String[] {ann.id(), ben.id(), peer.client()}) {
                browser.waitUntil(TEXT + ".includes('" + socket + "')");
            }
            assertThat(browser.evaluate("document.querySelectorAll('main td button').length")
                            .asInt())
                    .as("buttons that disconnect")
                    .isZero();
            open(browser, "Rooms");
            for (String room : new String[] {"ann", "ben", "room-of-nora"}) {
                browser.waitUntil("[...document.querySelectorAll('main td')].some(cell => cell.textContent.trim() === '"
                        + room + "')");
            }
            open(browser, "Dashboard");
            browser.waitUntil("document.querySelectorAll('canvas').length >= 3");
            keepPicture(browser);
            ann.disconnect();
            ben.disconnect();
        }
    }

    private static void logIn(Browser browser, RunningNode node, String password) {
        browser.waitUntil("document.querySelectorAll('.v-dialog input').length >= 3");
        fill(browser, 0, "http://127.0.0.1:" + node.ports().socket());
        fill(browser, 1, "ada");
        fill(browser, 2, password);
        browser.evaluate(
                "void setTimeout(() => document.querySelector('.v-dialog form button[type=submit]').click(), 200)");
    }

    private static void fill(Browser browser, int field, String text) {
        browser.evaluate("""
                ((input, text) => {
                  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text);
                  input.dispatchEvent(new Event('input', { bubbles: true }));
                })(document.querySelectorAll('.v-dialog input')[%d], '%s')""".formatted(field, text));
    }

    private static void open(Browser browser, String page) {
        browser.evaluate("void [...document.querySelectorAll('nav a')].find(link => link.textContent.includes('" + page
                + "')).click()");
    }

    /** For docs/admin-ui.jpg. */
    private static void keepPicture(Browser browser) throws Exception {
        Optional<Path> target =
                Optional.ofNullable(System.getProperty("parley.pictures")).map(Path::of);
        if (target.isPresent()) {
            Files.createDirectories(target.get());
            browser.screenshot(target.get().resolve("admin-ui.jpg"));
        }
    }
}
