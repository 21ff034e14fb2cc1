package dev.parley.loadtests.client;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the end of an HTTP/1.1 response: by length, by chunks, or without a body. */
final class HttpResponses {

    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHUNKED = Pattern.compile("transfer-encoding: *chunked", Pattern.CASE_INSENSITIVE);

    private HttpResponses() {}

    static boolean isComplete(StringBuilder response) {
        int body = response.indexOf("\r\n\r\n") + 4;
        if (body < 4) {
            return false;
        }
        CharSequence head = response.subSequence(0, body);
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return response.length() - body >= Integer.parseInt(length.group(1));
        }
        return !CHUNKED.matcher(head).find() || response.indexOf("0\r\n\r\n", body) >= 0;
    }

    static void requireSuccess(StringBuilder response) throws IOException {
        if (response.charAt("HTTP/1.1 ".length()) != '2') {
            throw new IOException("refused: " + response);
        }
    }
}
