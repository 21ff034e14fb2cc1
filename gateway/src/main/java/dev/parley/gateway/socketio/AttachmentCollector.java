package dev.parley.gateway.socketio;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes JSON with a placeholder for each piece of binary, which it keeps aside (Socket.IO 5, "Binary event"). */
final class AttachmentCollector extends JsonGeneratorDelegate {

    private List<byte[]> attachments = List.of();

    AttachmentCollector(JsonGenerator out) {
        super(out, false);
    }

    List<byte[]> attachments() {
        return attachments;
    }

    /** As JSON.stringify writes it: JSON has no infinity. */
    @Override
    public void writeNumber(double number) throws IOException {
        if (Double.isFinite(number)) {
            delegate.writeNumber(number);
        } else {
            delegate.writeNull();
        }
    }

    @Override
    public void writeNumber(float number) throws IOException {
        if (Float.isFinite(number)) {
            delegate.writeNumber(number);
        } else {
            delegate.writeNull();
        }
    }

    @Override
    public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws IOException {
        if (attachments.isEmpty()) {
            attachments = new ArrayList<>(2);
        }
        delegate.writeStartObject();
        delegate.writeBooleanField("_placeholder", true);
        delegate.writeNumberField("num", attachments.size());
        delegate.writeEndObject();
        attachments.add(Arrays.copyOfRange(data, offset, offset + length));
    }
}
