package dev.parley.gateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Changes what is logged while the process runs. */
public final class LogLevels {
    private LogLevels() {}

    /** Nothing below an error: for commands whose output is what they print. */
    public static void silence() {
        ((Logger) LoggerFactory.getLogger("dev.parley")).setLevel(Level.ERROR);
    }
}
