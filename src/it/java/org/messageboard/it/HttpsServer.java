package org.messageboard.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.messageboard.dev.Certificate;
import org.messageboard.dev.Ports;

/** A further server that serves HTTPS besides, set up by its environment alone. */
public final class HttpsServer implements AutoCloseable {

  private final int port = Ports.free();
  private final Certificate certificate;
  private final BoardServer server;

  /**
   * @param name as of {@link BoardServer}
   * @param certificate for {@code ip:127.0.0.1}
   */
  public HttpsServer(String name, Certificate certificate) {
    this(name, certificate, Map.of());
  }

  /**
   * @param more of its environment
   */
  HttpsServer(String name, Certificate certificate, Map<String, String> more) {
    this.certificate = certificate;
    var environment = new HashMap<>(more);
    environment.put("HTTPS_ENABLED", "true");
    environment.put("HTTPS_PORT", Integer.toString(port));
    environment.put("HTTPS_KEYSTORE_LOCATION", certificate.keystore().toString());
    environment.put("HTTPS_KEYSTORE_PASSWORD", certificate.password());
    server = new BoardServer(name, Map.copyOf(environment));
  }

  public HttpsServer start() {
    server.start();
    return this;
  }

  /** The same board without TLS. */
  public Board plain() {
    return server.board();
  }

  public URI uri() {
    return URI.create("https://127.0.0.1:%s/".formatted(port));
  }

  /** Over HTTPS, through a client that trusts the server's first certificate only. */
  Board secure(HttpClient.Version version) throws IOException, GeneralSecurityException {
    return secure(version, certificate);
  }

  /** Over HTTPS, through a client that trusts this certificate only. */
  Board secure(HttpClient.Version version, Certificate trusted)
      throws IOException, GeneralSecurityException {
    var http = HttpClient.newBuilder().version(version).sslContext(trusting(trusted)).build();
    return new Board(uri(), http);
  }

  BoardServer server() {
    return server;
  }

  @Override
  public void close() {
    server.stop();
  }

  /** What a client has that trusts this certificate only. */
  public static SSLContext trusting(Certificate certificate)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("server", read(certificate.pem()));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static java.security.cert.Certificate read(Path pem)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
