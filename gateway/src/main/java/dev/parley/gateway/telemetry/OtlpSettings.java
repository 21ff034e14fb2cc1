package dev.parley.gateway.telemetry;

import java.net.URI;

/**
 * What {@code --otlp} and {@code --otlp-sample} say.
 *
 * @param receiver of OTLP over HTTP, such as {@code http://collector:4318}
 * @param sample share of the traces that begin here and are recorded, 0 to 1
 */
public record OtlpSettings(URI receiver, double sample) {
    private static final String PATH = "/v1/traces";

    /** The address of traces; an address with a path is taken as it is. */
    String traces() {
        String path = receiver.getPath();
        return path == null || path.isEmpty() || path.equals("/")
                ? receiver.resolve(PATH).toString()
                : receiver.toString();
    }
}
