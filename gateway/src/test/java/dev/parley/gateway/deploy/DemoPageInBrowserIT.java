package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        browser.waitUntil("window.left?.chat?.state.isLive && right.chat?.state.isLive");
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

        browser.evaluate("void (left.form.user.value = 'carla')");
        browser.evaluate("void left.$('.who').requestSubmit()");
        waitForPeer(BORIS, "carla", "online");
        browser.waitUntil("right.chat.id === left.chat.id && right.$('.messages').childElementCount === 0");

        write(ANNA, "from carla");
        waitForMessage(BORIS, "from carla");
        write(BORIS, "to carla");
        waitForMessage(ANNA, "to carla");
    }

    @Test
    void whatIsWrittenOfflineWaitsAndArrivesOnceAndInOrder() {
        click(ANNA, ".offline");
        waitForPeer(BORIS, "anna", "offline");
        write(ANNA, "one");
        write(ANNA, "two");
        browser.waitUntil("left.view.querySelectorAll('.messages .sending').length === 2");

        click(ANNA, ".offline");
        waitForMessage(BORIS, "one");
        waitForMessage(BORIS, "two");
        assertThat(browser.evaluate(texts(BORIS)).toString()).isEqualTo("[\"one\",\"two\"]");
        browser.waitUntil("left.view.querySelectorAll('.messages .sending').length === 0");
    }

    @Test
    void aConnectionThatIsLostCatchesUp() {
        write(ANNA, "one");
        waitForMessage(BORIS, "one");
        click(BORIS, ".cut");
        browser.waitUntil("right.client.state.status !== 'online'");
        write(ANNA, "two");
        waitForMessage(BORIS, "two");
        assertThat(browser.evaluate(texts(BORIS)).toString()).isEqualTo("[\"one\",\"two\"]");
    }

    @Test
    void aRefusedMessageSaysWhyAndWhichRulesDecided() {
        write(BORIS, "the provider may not write first");
        browser.waitUntil("right.$('.messages .failed small')?.textContent.includes('write first')");

        click(BORIS, ".messages .failed button");
        browser.waitUntil("document.querySelector('dialog').open");
        assertThat(browser.evaluate("document.querySelector('dialog tr.enforce').textContent")
                        .asText())
                .contains("cannot_start_chat");
    }

    @Test
    void anOfferBecomesABookingAndTheProviderIsNotified() {
        write(ANNA, "How much?");
        waitForMessage(BORIS, "How much?");
        click(BORIS, ".deal");
        click(BORIS, ".send");
        browser.waitUntil("left.$('.messages .theirs button')?.textContent === 'Book it'");

        click(ANNA, ".messages .theirs button");
        for (String side : Set.of(ANNA, BORIS)) {
            browser.waitUntil(side + ".$('.stages [aria-current]')?.textContent === 'Booked'");
        }
        browser.waitUntil("right.$('.bell b').textContent === '1'");
        browser.waitUntil("!left.$('.messages .theirs button')");
    }

    @Test
    void typingAndReadMessagesShowOnTheOtherSide() {
        browser.evaluate("void left.text.dispatchEvent(new Event('input'))");
        browser.waitUntil("right.$('.typing').textContent === 'anna is typing …'");
        write(ANNA, "hello");
        waitForMessage(BORIS, "hello");
        browser.evaluate("void right.text.focus()");
        browser.waitUntil("left.$('.messages .mine').classList.contains('read')");
        browser.waitUntil("right.$('.typing').textContent === ''");
    }

    @Test
    void onlyTheNewMessageIsAnnounced() {
        write(ANNA, "one");
        waitForMessage(BORIS, "one");
        browser.evaluate("""
                (() => {
                  window.added = [];
                  new MutationObserver(changes => added.push(...changes.flatMap(change => [...change.addedNodes])))
                      .observe(right.$('.messages'), { childList: true });
                })()""");
        write(ANNA, "two");
        waitForMessage(BORIS, "two");
        assertThat(browser.evaluate("added.map(row => row.querySelector('bdi').textContent)")
                        .toString())
                .isEqualTo("[\"two\"]");
    }

    @Test
    void notificationsDoNotMoveThePanels() {
        double before = top(ANNA);
        for (int number = 0; number < 8; number++) {
            click(ANNA, ".notify");
        }
        browser.waitUntil("left.$('.bell b').textContent === '8'");

        assertThat(top(ANNA)).isEqualTo(before).isEqualTo(top(BORIS));
        click(ANNA, ".read-all");
        browser.waitUntil("left.$('.bell b').hidden");
    }

    @Test
    void eachEventIsShownWithTheNodeThatItCameThrough() {
        write(ANNA, "through which node?");
        waitForMessage(BORIS, "through which node?");
        String line = "[...document.querySelectorAll('.wire li')].find(line => "
                + "line.querySelector('b').textContent === 'new-message')";
        browser.waitUntil(line + " !== undefined");
        assertThat(browser.evaluate(line + ".querySelector('i').textContent").asText())
                .isNotEmpty()
                .isEqualTo(browser.evaluate("right.nodeName").asText());
    }

    /** WCAG AA: 4.5 for text. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textHasEnoughContrast(String scheme) {
        browser.prefer(scheme);
        write(ANNA, "how is the contrast?");
        waitForMessage(BORIS, "how is the contrast?");
        write(BORIS, "fine");
        waitForMessage(ANNA, "fine");
        Waiting.until(
                "no message fades in any more",
                () -> browser.evaluate("document.getAnimations().filter(a => a.animationName === 'arrive').length")
                                .asInt()
                        == 0);
        for (String part : Set.of(
                "nav a",
                ".mine small",
                ".mine",
                "[data-role=provider] .mine",
                ".theirs small",
                "header p",
                ".seen",
                ".state",
                ".stages li:not([aria-current])",
                ".stages [aria-current]",
                ".plain",
                ".send",
                ".wire code",
                ".wire bdi")) {
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
        browser.evaluate("void (" + side + ".text.value = '" + message + "')");
        click(side, ".send");
    }

    private void click(String side, String selector) {
        browser.evaluate("void " + side + ".$('" + selector + "').click()");
    }

    private static String texts(String side) {
        return "[..." + side + ".view.querySelectorAll('.messages bdi')].map(text => text.textContent)";
    }

    private void waitForMessage(String side, String message) {
        browser.waitUntil(texts(side) + ".filter(text => text === '" + message + "').length === 1");
    }

    private void waitForPeer(String side, String name, String status) {
        browser.waitUntil(side + ".$('.peer b').textContent === '" + name + "' && " + side
                + ".$('.seen').textContent.startsWith('" + status + "')");
    }
}
