package dev.parley.gateway.command;

import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.webpush.VapidKeys;
import java.io.PrintStream;
import java.security.SecureRandom;
import picocli.CommandLine.Command;

/** {@code parley web-push-keys}: a new file for {@code --web-push}. */
@Command(
        name = "web-push-keys",
        mixinStandardHelpOptions = true,
        description = "Prints a file for --web-push with new keys: ./parley web-push-keys > web-push.yaml")
public final class WebPushKeysCommand implements Subcommand {
    private final PrintStream out;
    private final SecureRandom random;

    public WebPushKeysCommand(PrintStream out, SecureRandom random) {
        this.out = out;
        this.random = random;
    }

    @Override
    public int run() {
        VapidKeys keys = VapidKeys.generate(random);
        out.println(
                "# Keep this file where secrets are kept. Browsers that have subscribed with one key get nothing with another.");
        out.println("subject: mailto:chat@example.com  # where push services reach you");
        out.println("public-key: " + keys.publicText());
        out.println("private-key: " + keys.privateText());
        return 0;
    }
}
