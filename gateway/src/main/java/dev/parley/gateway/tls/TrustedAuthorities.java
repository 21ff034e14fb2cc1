package dev.parley.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Private certificate authorities that every TLS client of this process trusts in addition to those of the JVM: Redis, MongoDB, the key
 * server, and whatever else connects with the JVM's defaults.
 */
public final class TrustedAuthorities extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "TrustManagerFactory";
    private static final String ALGORITHM = "ParleyPKIX";

    private TrustedAuthorities(Collection<X509Certificate> authorities) {
        super("Parley", "1", "Trusts private certificate authorities");
        putService(new Service(this, TYPE, ALGORITHM, AddingTrustManagerFactory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new AddingTrustManagerFactory(authorities);
            }
        });
    }

    /** The certificates of a PEM file. @throws IllegalArgumentException saying what is wrong with the file */
    public static List<X509Certificate> read(Path pem) {
        try (InputStream file = Files.newInputStream(pem)) {
            List<X509Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException(pem + " contains no certificate");
            }
            return authorities;
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException(pem + " is not a PEM file of certificates");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(pem + " cannot be read");
        }
    }

    /** Takes effect for trust managers that are created afterwards, so it is called before the first connection. */
    public static void trust(Collection<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            return;
        }
        Security.addProvider(new TrustedAuthorities(List.copyOf(authorities)));
        Security.setProperty("ssl.TrustManagerFactory.algorithm", ALGORITHM);
    }
}
