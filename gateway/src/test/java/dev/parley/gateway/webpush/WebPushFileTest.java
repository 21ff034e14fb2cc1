package dev.parley.gateway.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.yaml.YamlFileException;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPushFileTest {
    private static final VapidKeys KEYS = VapidKeys.generate(new SecureRandom());
    private static final VapidKeys OTHERS = VapidKeys.generate(new SecureRandom());

    @Test
    void whatIsNotNamedHasItsDefault() {
        WebPushSettings settings = WebPushFile.parse(file(""));

        assertThat(settings.keys().publicText()).isEqualTo(KEYS.publicText());
        assertThat(settings.showContent()).isTrue();
        assertThat(settings.timeToLive()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.allowHttp() || settings.allowPrivate()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "subject: chat@example.com, subject must be",
        "keep-hours: 700, keep-hours must be 0 to 672",
        "hosts: fcm.googleapis.com, hosts must be a list",
        "show-contents: false, unknown setting"
    })
    void aMistakeIsToldWithItsLine(String line, String why) {
        String text = line.startsWith("subject") ? keys(KEYS, KEYS) + line + "\n" : file(line + "\n");

        assertThatThrownBy(() -> WebPushFile.parse(text))
                .isInstanceOf(YamlFileException.class)
                .hasMessageContaining(why);
    }

    @Test
    void keysThatAreNoPairAreRefusedWithoutShowingThem() {
        String privateKey = OTHERS.privateText();

        assertThatThrownBy(() -> WebPushFile.parse(keys(KEYS, OTHERS) + "subject: mailto:ops@shop.example\n"))
                .hasMessageContaining("does not belong")
                .hasMessageNotContaining(privateKey);
        assertThatThrownBy(() -> WebPushFile.parse(file("").replace(KEYS.privateText(), "c2hvcnQ")))
                .hasMessageContaining("a private key is a number of 32 bytes")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> WebPushFile.parse("")).hasMessageContaining("parley web-push-keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fcm.googleapis.com/fcm/send/x",
                "https://127.0.0.1/x",
                "https://[::1]/x",
                "https://localhost/x",
                "https://169.254.169.254/latest",
                "https://user@fcm.googleapis.com/x",
                "ftp://fcm.googleapis.com/x",
                "fcm",
                "https://fcm.googleapis.com/a b"
            })
    void whatIsNoPublicHttpsUrlIsNoEndpoint(String endpoint) {
        WebPushSettings settings = WebPushFile.parse(file(""));

        assertThatThrownBy(() -> settings.target(endpoint)).hasMessageContaining("endpoint must be the https URL");
        assertThatThrownBy(() -> settings.target("https://fcm.googleapis.com/" + "x".repeat(3_000)))
                .hasMessageContaining("at most");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fcm.googleapis.com/fcm/send/dK2x:APA91b",
                "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
                "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d",
                "https://web.push.apple.com/QJq1"
            })
    void theBrowsersOfTodayAreKnownAndOthersWhenTheFileSaysSo(String endpoint) {
        assertThat(WebPushFile.parse(file("")).target(endpoint).problem()).isEmpty();
        assertThatThrownBy(() -> WebPushFile.parse(file("")).target("https://push.example/1"))
                .hasMessageContaining("host is not one");
        assertThat(WebPushFile.parse(file("hosts: ['*']\n"))
                        .target("https://push.example/1")
                        .problem())
                .isEmpty();
    }

    @Test
    void onlyTheHostsOfTheFileAreUsed() {
        WebPushSettings settings = WebPushFile.parse(file("hosts: [fcm.googleapis.com, '*.push.apple.com']\n"));

        assertThat(settings.target("https://fcm.googleapis.com/x").url()).hasHost("fcm.googleapis.com");
        assertThat(settings.target("https://web.PUSH.apple.com/x").url()).hasPath("/x");
        for (String host :
                new String[] {"evil.example", "xfcm.googleapis.com", "push.apple.com", "evilpush.apple.com"}) {
            assertThatThrownBy(() -> settings.target("https://" + host + "/x")).hasMessageContaining("host is not one");
        }
    }

    static String file(String more) {
        return "subject: mailto:ops@shop.example\n" + keys(KEYS, KEYS) + more;
    }

    private static String keys(VapidKeys one, VapidKeys other) {
        return "public-key: " + one.publicText() + "\nprivate-key: " + other.privateText() + "\n";
    }
}
