package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority made with openssl, and a certificate that it signed for 127.0.0.1. */
final class PrivateAuthority {
    private static final List<String> NEW_KEY =
            List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2");

    private final Path folder;

    private PrivateAuthority(Path folder) {
        this.folder = folder;
    }

    static PrivateAuthority in(Path folder) throws IOException, InterruptedException {
        PrivateAuthority made = new PrivateAuthority(Files.createDirectories(folder));
        made.openssl("-subj", "/CN=Parley test authority", "-keyout", "ca.key", "-out", "ca.pem");
        made.openssl(
                "-subj",
                "/CN=store",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-addext",
                "basicConstraints=CA:FALSE",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-keyout",
                "server.key",
                "-out",
                "server.pem");
        return made;
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(NEW_KEY);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("openssl.log")))
                .isZero();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    X509Certificate certificate() throws IOException, GeneralSecurityException {
        try (var pem = Files.newInputStream(file("server.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    PrivateKey key() throws IOException, GeneralSecurityException {
        String pem = Files.readString(file("server.key")).replaceAll("-----[^-]*-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }
}
