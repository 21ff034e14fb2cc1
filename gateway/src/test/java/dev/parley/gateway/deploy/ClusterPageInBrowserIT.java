package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cluster page in Chromium, on a node without the demo page. */
class ClusterPageInBrowserIT {

    @Test
    void itShowsTheNodeThatItHearsItselfAndThatNothingWasRefused() throws Exception {
        try (RunningNode node = RunningNode.start(Set.of(), false);
                Browser browser =
                        Browser.open("http://127.0.0.1:" + node.ports().http() + "/cluster")) {
            browser.waitUntil("document.querySelectorAll('#nodes tr').length === 1");
            browser.waitUntil("document.querySelector('#nodes .good')?.textContent === 'alive'");
            browser.waitUntil("document.querySelector('#canaries td.good') !== null");

            assertThat(browser.evaluate("document.querySelector('#state').textContent")
                            .asText())
                    .isEqualTo("1 node alive");
            assertThat(browser.evaluate("document.querySelector('#refusals').textContent")
                            .asText())
                    .isEqualTo("None");
            assertThat(browser.evaluate("document.querySelector('#access').hidden")
                            .asBoolean())
                    .isTrue();
        }
    }
}
