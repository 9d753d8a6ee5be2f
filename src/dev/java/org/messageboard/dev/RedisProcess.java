package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Redis as a child process on 127.0.0.1; every write goes to its append-only file. */
public final class RedisProcess extends ChildProcess {

  private final String replication;

  /**
   * @param directory the append-only file and the executable; data stays over restarts
   * @param port the port clients connect to
   */
  public RedisProcess(Path directory, int port) {
    this("Redis", directory, port, "");
  }

  /**
   * One that sentinels may make a primary or a replica. What they write into its configuration
   * stays over restarts, so the directory must be a new one.
   *
   * @param replication further lines of its first configuration
   */
  RedisProcess(String name, Path directory, int port, String replication) {
    super(name, directory, port);
    this.replication = replication;
  }

  /**
   * One that lets one user in, and any other see no more than that it runs; with a TLS port beside
   * the other.
   *
   * @param directory new
   * @param password without spaces
   */
  public static RedisProcess secured(
      Path directory,
      int port,
      int tlsPort,
      Certificate certificate,
      String user,
      String password) {
    var users =
        """
        tls-auth-clients no
        user default on nopass resetkeys resetchannels nocommands +ping
        user %s on >%s resetchannels ~messages ~{messages}:* &new-messages +@all -@admin -@dangerous +client|setname +client|setinfo
        """;
    return new RedisProcess(
        "Redis", directory, port, tls(tlsPort, certificate) + users.formatted(user, password));
  }

  /**
   * One with a TLS port beside the other, on which clients show a certificate.
   *
   * @param directory new
   */
  public static RedisProcess mutualTls(
      Path directory, int port, int tlsPort, Certificate certificate, Certificate client) {
    var clients = "tls-ca-cert-file \"%s\"\ntls-auth-clients yes\n".formatted(client.pem());
    return new RedisProcess("Redis", directory, port, tls(tlsPort, certificate) + clients);
  }

  /**
   * Lines of a configuration with which all that Redis servers or sentinels say to each other is
   * TLS, and clients have a TLS port beside the other and show no certificate.
   */
  static String tlsAmongAll(int port, Certificate certificate) {
    var others =
        """
        tls-ca-cert-file "%s"
        tls-auth-clients no
        tls-replication yes
        """;
    return tls(port, certificate) + others.formatted(certificate.pem());
  }

  private static String tls(int port, Certificate certificate) {
    return """
        tls-port %s
        tls-cert-file "%s"
        tls-key-file "%s"
        """
        .formatted(port, certificate.pem(), certificate.key());
  }

  /** What clients give as {@code redis.url}. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  @Override
  protected List<String> command() throws IOException {
    var config = directory().resolve("redis.conf");
    if (replication.isEmpty() || Files.notExists(config)) {
      write(config);
    }
    return List.of(RedisBinary.extractTo(directory()).toString(), config.toString());
  }

  /** While Redis reads its data it accepts connections, but answers PING with an error. */
  @Override
  protected boolean isReady() {
    return RedisBinary.answersPing(port());
  }

  /**
   * While Redis writes its file anew it shares its processor time with the process that does so,
   * for up to a second where processors are short; so that is made seldom, and short.
   */
  private void write(Path config) throws IOException {
    Files.writeString(
        config,
        """
        bind 127.0.0.1
        port %s
        dir "%s"
        appendonly yes
        auto-aof-rewrite-min-size 256mb
        rdbcompression no
        save ""
        daemonize no
        """
                .formatted(port(), directory())
            + replication);
  }
}
