package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Certificate;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** TLS to a real Redis, which asks for a certificate of its clients. */
class RedisTlsIT {

  private static final String PASSWORD = "s3cret";

  @TempDir Path directory;

  @Test
  void eachSideShowsACertificateAndThatOfRedisMustNameTheHost() throws Exception {
    var server = Certificate.create(directory, "server", "ip:127.0.0.1", PASSWORD);
    var client = Certificate.create(directory, "client", "dns:board", PASSWORD);
    int port = Ports.free();
    try (var redis = RedisProcess.mutualTls(directory, Ports.free(), port, server, client)) {
      redis.start();
      var trust =
          Map.of(
              "redis.ssl.truststore.location",
              server.pem().toString(),
              "redis.ssl.truststore.type",
              "PEM");
      var both =
          Map.of(
              "redis.ssl.truststore.location",
              server.pem().toString(),
              "redis.ssl.truststore.type",
              "PEM",
              "redis.ssl.keystore.location",
              client.keystore().toString(),
              "redis.ssl.keystore.password",
              PASSWORD);
      assertThat(ping("127.0.0.1", port, both)).isEqualTo("PONG");
      assertRefused("localhost", port, both);
      assertRefused("127.0.0.1", port, trust);
      assertRefused("127.0.0.1", port, Map.of());
    }
  }

  private static void assertRefused(String host, int port, Map<String, String> settings) {
    assertThatThrownBy(() -> ping(host, port, settings))
        .isInstanceOf(JedisConnectionException.class);
  }

  @SuppressWarnings("deprecation") // as in RedisConnections
  private static String ping(String host, int port, Map<String, String> settings) {
    var sockets = RedisSettings.sockets(name -> Optional.ofNullable(settings.get(name)));
    var config = DefaultJedisClientConfig.builder().ssl(true).sslSocketFactory(sockets).build();
    try (var redis = new Jedis(new HostAndPort(host, port), config)) {
      return redis.ping();
    }
  }
}
