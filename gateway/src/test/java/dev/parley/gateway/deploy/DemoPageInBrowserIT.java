package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo page in Chromium: anna, a client, on the left and boris, a provider, on the right. */
class DemoPageInBrowserIT {
    private static final String ANNA = "left";
    private static final String BORIS = "right";

    private RunningNode node;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        node = RunningNode.start(Set.of(), true);
        browser = Browser.open("http://127.0.0.1:" + node.ports().http() + "/");
        browser.waitUntil(ANNA + ".chatId && " + ANNA + ".chatId === " + BORIS + ".chatId");
        waitForPeer(ANNA, "boris", "online");
        waitForPeer(BORIS, "anna", "online");
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aUserWhoIsRenamedMeetsThePeerInTheirNewChat() {
        write(ANNA, "from anna");
        waitForMessage(BORIS, "from anna");

        browser.evaluate("void (left.form('who').user.value = 'carla')");
        click(ANNA, "form.who button:not([type])");
        waitForPeer(BORIS, "carla", "online");
        browser.waitUntil("right.chatId === left.chatId && right.messages.size === 0");

        write(ANNA, "from carla");
        waitForMessage(BORIS, "from carla");
        write(BORIS, "to carla");
        waitForMessage(ANNA, "to carla");
    }

    @Test
    void aMessageStaysInItsFieldUntilItIsAcknowledged() {
        click(ANNA, ".leave");
        waitForPeer(BORIS, "anna", "offline");
        write(ANNA, "written offline");
        browser.waitUntil("left.$('.problem').textContent.includes('not connected')");
        assertThat(text(ANNA)).isEqualTo("written offline");

        click(ANNA, "form.who button:not([type])");
        waitForPeer(BORIS, "anna", "online");
        browser.waitUntil("left.isConnected");
        click(ANNA, "form.write button");
        waitForMessage(BORIS, "written offline");
        browser.waitUntil("left.form('write').text.value === ''");
    }

    @Test
    void notificationsDoNotMoveThePanels() {
        double before = top(ANNA);
        for (int number = 0; number < 8; number++) {
            click(ANNA, ".bell");
        }
        browser.waitUntil("left.$('.count').textContent === '8 unread'");

        assertThat(top(ANNA)).isEqualTo(before).isEqualTo(top(BORIS));
    }

    /** WCAG AA: 4.5 for text. */
    @Test
    void textHasEnoughContrast() {
        write(ANNA, "how is the contrast?");
        waitForMessage(ANNA, "how is the contrast?");
        for (String part : Set.of("nav a", ".mine small", ".mine", "header p", ".peer span", ".bell")) {
            assertThat(contrast(part)).as(part).isGreaterThanOrEqualTo(4.5);
        }
    }

    private double contrast(String selector) {
        return browser.evaluate("""
                ((selector) => {
                  const numbers = color => color.match(/[\\d.]+/g).map(Number);
                  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
                      .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                      .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
                  const element = document.querySelector(selector);
                  let behind = element;
                  while (numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
                  const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor]
                      .map(numbers).map(light).sort((x, y) => y - x);
                  return (a + .05) / (b + .05) * getComputedStyle(element).opacity;
                })('%s')""".formatted(selector)).asDouble();
    }

    private double top(String side) {
        return browser.evaluate(side + ".$('form.write').getBoundingClientRect().top")
                .asDouble();
    }

    private void write(String side, String message) {
        browser.evaluate("void (" + side + ".form('write').text.value = '" + message + "')");
        click(side, "form.write button");
    }

    private String text(String side) {
        return browser.evaluate(side + ".form('write').text.value").asText();
    }

    private void click(String side, String selector) {
        browser.evaluate("void " + side + ".$('" + selector + "').click()");
    }

    private void waitForMessage(String side, String message) {
        browser.waitUntil("[..." + side + ".view.querySelectorAll('.messages bdi')].filter(row => row.textContent === '"
                + message + "').length === 1");
    }

    private void waitForPeer(String side, String name, String status) {
        browser.waitUntil(side + ".$('.peer b').textContent === '" + name + "' && " + side
                + ".$('.peer span').textContent.startsWith('" + status + "')");
    }
}
