package dev.parley.gateway.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Stream;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509TrustManager;

/** Trust managers of the JDK (chain, validity, host name) that also accept chains of additional authorities. */
final class AddingTrustManagerFactory extends TrustManagerFactorySpi {
    private final Collection<X509Certificate> additional;
    private TrustManagerFactory jdk;

    AddingTrustManagerFactory(Collection<X509Certificate> additional) {
        this.additional = additional;
    }

    /** @param given the JVM's trust store, or null for it */
    @Override
    protected void engineInit(KeyStore given) throws KeyStoreException {
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            int number = 0;
            for (Certificate authority :
                    Stream.concat(trustedBy(given), additional.stream()).toList()) {
                all.setCertificateEntry("authority-" + number++, authority);
            }
            jdk = pkix(all);
        } catch (GeneralSecurityException | IOException failure) {
            throw new KeyStoreException(failure);
        }
    }

    private static Stream<X509Certificate> trustedBy(KeyStore given) throws GeneralSecurityException {
        return Stream.of(pkix(given).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()));
    }

    private static TrustManagerFactory pkix(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
        factory.init(store);
        return factory;
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) throws InvalidAlgorithmParameterException {
        throw new InvalidAlgorithmParameterException("only key stores are supported");
    }

    @Override
    protected TrustManager[] engineGetTrustManagers() {
        return jdk.getTrustManagers();
    }
}
