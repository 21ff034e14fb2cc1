package dev.parley.gateway.telemetry;

import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.ForwardingTrace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ends the span of publishing a frame that carries a {@code traceparent}. */
public final class PublishSpans extends ForwardingTrace {
    private static final byte[] FIELD = ",\"traceparent\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int VALUE = 55;
    /** Behind the value: the end of its text and of the frame. */
    private static final int END = 2;

    private final Telemetry telemetry;

    public PublishSpans(DeliveryTrace next, Telemetry telemetry) {
        super(next);
        this.telemetry = telemetry;
    }

    @Override
    public void published(byte[] frame, boolean taken) {
        super.published(frame, taken);
        int value = frame.length - END - VALUE;
        int field = value - FIELD.length;
        if (field > 0 && Arrays.equals(frame, field, value, FIELD, 0, FIELD.length)) {
            telemetry.published(new String(frame, value, VALUE, StandardCharsets.US_ASCII), taken);
        }
    }
}
