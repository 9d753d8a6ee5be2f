package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Redis as a child process on 127.0.0.1, with an append-only file. */
public final class RedisProcess extends ChildProcess {

  private final String replication;

  /**
   * @param directory for the append-only file and the executable; data survives restarts
   * @param port the port clients connect to
   */
  public RedisProcess(Path directory, int port) {
    this("Redis", directory, port, "");
  }

  /**
   * A Redis that sentinels may promote or demote. What they write into its configuration survives
   * restarts, so the directory must be new.
   *
   * @param replication additional lines for its initial configuration
   */
  RedisProcess(String name, Path directory, int port, String replication) {
    super(name, directory, port);
    this.replication = replication;
  }

  /**
   * A Redis with one user and an additional TLS port; without a login, clients can only PING.
   *
   * @param directory a new directory
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
   * A Redis with an additional TLS port that requires a client certificate.
   *
   * @param directory a new directory
   */
  public static RedisProcess mutualTls(
      Path directory, int port, int tlsPort, Certificate certificate, Certificate client) {
    var clients = "tls-ca-cert-file \"%s\"\ntls-auth-clients yes\n".formatted(client.pem());
    return new RedisProcess("Redis", directory, port, tls(tlsPort, certificate) + clients);
  }

  /**
   * Configuration lines that make Redis servers or sentinels use TLS between each other, and give
   * clients an additional TLS port that requires no certificate.
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

  /** The clients' {@code redis.url}. */
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

  /** While Redis loads its data, it accepts connections, but answers PING with an error. */
  @Override
  protected boolean isReady() {
    return RedisBinary.answersPing(port());
  }

  /**
   * While Redis rewrites its file, it shares its processor time with the rewriting process, for up
   * to a second on a small machine. These settings make rewrites rare and short.
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
