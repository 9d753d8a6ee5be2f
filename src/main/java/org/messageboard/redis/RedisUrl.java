package org.messageboard.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The value of {@code redis.url}: a single Redis ({@code redis://user:password@host:port/database},
 * as registered with IANA), the sentinels that know the current primary ({@code
 * redis-sentinel://user:password@host:port,host:port/database#name}, as Lettuce and Spring read it;
 * {@code ?sentinelMasterId=name} means the same), or some nodes of a Redis Cluster ({@code
 * redis-cluster://user:password@host:port,host:port}). With {@code rediss} instead of {@code
 * redis}, connections use TLS.
 *
 * <p>The user, password and database are those of Redis; the sentinels are asked without a
 * password.
 *
 * @param nodes the Redis, the sentinels, or nodes of the cluster
 * @param primary the name under which the sentinels monitor Redis; null without sentinels
 * @param user null for the default user
 * @param password null if there is none
 */
public record RedisUrl(
    Form form,
    List<HostAndPort> nodes,
    String primary,
    String user,
    String password,
    int database,
    boolean tls) {

  /** What the nodes are. */
  enum Form {
    ONE,
    SENTINELS,
    CLUSTER
  }

  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;
  private static final int DEFAULT_SENTINEL_PORT = 26379;

  private static final Pattern SENTINEL =
      Pattern.compile(
          "(rediss?)-sentinel://(?:([^@/?#]*)@)?([^@/?#]+)(?:/(\\d{1,5})?)?"
              + "(?:\\?sentinelMasterId=([^&#]+)|#([^#]+))");

  private static final Pattern CLUSTER =
      Pattern.compile("(rediss?)-cluster://(?:([^@/?#]*)@)?([^@/?#]+)/?");

  /** A name or IPv4 address, or an IPv6 address in brackets, and optionally a port. */
  private static final Pattern NODE =
      Pattern.compile("([\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

  public RedisUrl {
    if (nodes.stream().anyMatch(node -> node.getPort() < 1 || node.getPort() > MAX_PORT)) {
      throw invalid();
    }
  }

  /**
   * Parses the URL.
   *
   * @throws IllegalArgumentException if it has none of the accepted forms; the message lists them
   *     without showing the URL, which may contain a password
   */
  public static RedisUrl parse(String url) {
    var sentinel = SENTINEL.matcher(url.strip());
    var cluster = CLUSTER.matcher(url.strip());
    try {
      if (sentinel.matches()) {
        return sentinels(sentinel);
      }
      return cluster.matches() ? cluster(cluster) : one(new URI(url.strip()));
    } catch (URISyntaxException e) {
      throw invalid(); // whose message would show the password
    }
  }

  /** Without user and password, so that it can be logged. */
  @Override
  public String toString() {
    return switch (form) {
      case ONE -> nodes.get(0).toString();
      case SENTINELS -> "%s of the sentinels %s".formatted(primary, nodes);
      case CLUSTER -> "the cluster of " + nodes;
    };
  }

  private static RedisUrl one(URI uri) {
    if (!JedisURIHelper.isValid(uri)
        || !JedisURIHelper.isRedisScheme(uri) && !JedisURIHelper.isRedisSSLScheme(uri)) {
      throw invalid();
    }
    return new RedisUrl(
        Form.ONE,
        List.of(JedisURIHelper.getHostAndPort(uri)),
        null,
        JedisURIHelper.getUser(uri),
        JedisURIHelper.getPassword(uri),
        JedisURIHelper.getDBIndex(uri),
        JedisURIHelper.isRedisSSLScheme(uri));
  }

  private static RedisUrl sentinels(Matcher url) throws URISyntaxException {
    var credentials = credentials(url.group(2));
    var primary = url.group(5) == null ? url.group(6) : url.group(5);
    return new RedisUrl(
        Form.SENTINELS,
        nodes(url.group(3), DEFAULT_SENTINEL_PORT),
        primary,
        JedisURIHelper.getUser(credentials),
        JedisURIHelper.getPassword(credentials),
        url.group(4) == null ? 0 : Integer.parseInt(url.group(4)),
        url.group(1).equals("rediss"));
  }

  /** A cluster has only database 0. */
  private static RedisUrl cluster(Matcher url) throws URISyntaxException {
    var credentials = credentials(url.group(2));
    return new RedisUrl(
        Form.CLUSTER,
        nodes(url.group(3), DEFAULT_PORT),
        null,
        JedisURIHelper.getUser(credentials),
        JedisURIHelper.getPassword(credentials),
        0,
        url.group(1).equals("rediss"));
  }

  /** Puts the user info into a URL that Jedis can parse; a single word is the password. */
  private static URI credentials(String userInfo) throws URISyntaxException {
    if (userInfo == null) {
      return new URI("redis://host");
    }
    return new URI("redis://" + (userInfo.contains(":") ? "" : ":") + userInfo + "@host");
  }

  private static List<HostAndPort> nodes(String list, int defaultPort) {
    var nodes = new ArrayList<HostAndPort>();
    for (var part : list.split(",", -1)) {
      var node = NODE.matcher(part);
      if (!node.matches()) {
        throw invalid();
      }
      var port = node.group(2) == null ? defaultPort : Integer.parseInt(node.group(2));
      nodes.add(new HostAndPort(node.group(1), port));
    }
    return List.copyOf(nodes);
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "redis.url (REDIS_URL) must be redis://[user:password@]host:port[/database],"
            + " redis-sentinel://[user:password@]host:port,host:port,...[/database]#name-of-the-primary"
            + " or redis-cluster://[user:password@]host:port,host:port,..., with rediss instead of redis for TLS. Correct it and restart the server.");
  }
}
