package dev.parley.gateway.mail;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * A mail server and how it is spoken to. With {@code smtps} everything is in TLS; with {@code smtp} the connection changes to TLS when the
 * server offers it, and must when there is a password and the server is another machine. Certificates are verified.
 *
 * @param credentials empty for a server that asks for none
 */
public record SmtpServer(String host, int port, boolean isImplicitTls, Optional<Credentials> credentials) {
    private static final int SMTP = 587;
    private static final int SMTPS = 465;
    private static final int MAX_PORT = 65_535;
    private static final String CONNECT_MILLIS = "5000";
    /** For each read; {@link DeadlineSockets} bounds the whole. */
    private static final String READ_MILLIS = "5000";

    /** What a server asks for. */
    public record Credentials(String user, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /** Throws {@link IllegalArgumentException}, whose message does not contain the password. */
    public static SmtpServer parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException wrong) {
            throw invalid();
        }
        boolean isImplicitTls = "smtps".equals(uri.getScheme());
        boolean isKnown = isImplicitTls || "smtp".equals(uri.getScheme());
        boolean isOnlyServer = uri.getRawPath() == null || uri.getRawPath().isEmpty() || "/".equals(uri.getRawPath());
        if (!isKnown
                || uri.getHost() == null
                || uri.getPort() > MAX_PORT
                || !isOnlyServer
                || uri.getRawQuery() != null) {
            throw invalid();
        }
        int port = uri.getPort() > 0 ? uri.getPort() : isImplicitTls ? SMTPS : SMTP;
        return new SmtpServer(
                uri.getHost(),
                port,
                isImplicitTls,
                Optional.ofNullable(uri.getRawUserInfo()).map(SmtpServer::credentials));
    }

    /** Of the mail library. */
    Properties properties() {
        String protocol = "mail." + protocol() + ".";
        Properties properties = new Properties();
        properties.put("mail.transport.protocol.rfc822", protocol());
        properties.put(protocol + "host", host);
        properties.put(protocol + "port", String.valueOf(port));
        properties.put(protocol + "auth", String.valueOf(credentials.isPresent()));
        properties.put(protocol + "connectiontimeout", CONNECT_MILLIS);
        properties.put(protocol + "timeout", READ_MILLIS);
        properties.put(protocol + "socketFactory.fallback", "false");
        properties.put(protocol + "starttls.enable", String.valueOf(!isImplicitTls));
        properties.put(
                protocol + "starttls.required",
                String.valueOf(!isImplicitTls && credentials.isPresent() && !isLoopback()));
        properties.put(protocol + "ssl.checkserveridentity", "true");
        return properties;
    }

    String protocol() {
        return isImplicitTls ? "smtps" : "smtp";
    }

    /** Names are not resolved. */
    private boolean isLoopback() {
        boolean isAddress = host.matches("[0-9.]+|\\[?[0-9a-fA-F:]+]?");
        try {
            return host.equals("localhost")
                    || isAddress && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException none) {
            return false;
        }
    }

    private static Credentials credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon <= 0) {
            throw invalid();
        }
        return new Credentials(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException(
                "must be smtp:// or smtps:// with a host, such as smtp://user:password@mail.example:587;"
                        + " special characters of the password are percent-encoded");
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return protocol() + "://" + host + ":" + port;
    }
}
