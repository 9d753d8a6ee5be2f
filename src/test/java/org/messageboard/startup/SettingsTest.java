package org.messageboard.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Certificate;
import org.messageboard.settings.Settings;

class SettingsTest {

  private static final HttpsSettings ON = new HttpsSettings(true);
  private static final HttpsSettings OFF = new HttpsSettings(false);

  @TempDir Path directory;

  @Test
  void theDefaultsAreRight() {
    assertThat(complaints(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "board.log.length, many",
    "board.log.length, 0",
    "board.body.max-bytes, 2000000",
    "board.topic.partitions, 1.5",
    "board.topic.retention.ms, -2",
    "board.topic.retention.ms, 0",
    "board.topic.retention.ms, 3599999",
    "board.channel.history.length, 10001",
    "board.exit.on.wrong.setting, 78",
    "stream.memory.events, 1000001",
    "stream.max-lag-bytes, 9223372036854775807",
    "consumer.enabled, 'true '",
    "consumer.enabled, yes",
    "auth.mode, ldap",
    "board.read, nobody",
    "auth.oidc.issuer, provider",
    "auth.oidc.issuer, https://a/?b",
    "auth.public.url, ftp://a/",
    "auth.oidc.scopes, profile",
    "auth.oidc.roles.claim, a..b",
    "auth.session.renew.seconds, 0",
    "auth.session.max.seconds, a day",
    "auth.mode, Guest",
    "health.details, no",
    "limits.enabled, off",
    "limits.posts.per-minute, 0",
    "limits.posts.burst, 1000001",
    "limits.reads.burst, many",
    "limits.address.persons, -1",
    "stream.max-lag-bytes, -1",
    "stream.heartbeat.seconds, 99999999999",
    "kafka.bootstrap.servers, kafka",
    "kafka.bootstrap.servers, http://kafka:9092",
    "kafka.bootstrap.servers, 'kafka:9092,'",
    "mp.messaging.incoming.messages-in.group.id, ' '"
  })
  void whatASettingCannotBeIsSaidInOneSentenceWithItsNamesAndItsValue(String name, String value) {
    var complaints = complaints(Map.of(name, value));
    assertThat(complaints).hasSize(1);
    assertThat(complaints.get(0))
        .startsWith(name + " (" + Settings.variable(name) + ") must be ")
        .endsWith(", but is \"" + value + "\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "s3cret-of-exactly-31-characters",
        "a-long-key-of-at-least-32-characters,s3cret",
        ",a-long-key-of-at-least-32-characters",
        ","
      })
  void aKeyThatIsTooShortIsSaidWithoutShowingIt(String keys) {
    assertThat(complaints(Map.of("auth.key", keys)))
        .containsExactly(
            "auth.key (AUTH_KEY) must have 32 characters or more, and so must each of several keys with commas between them.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-long-key-of-exactly-32-characte",
        "a-long-key-of-at-least-32-characters\n",
        "a-long-key-of-at-least-32-characters, another-key-of-at-least-32-characters"
      })
  void keysThatAreLongEnoughAreRight(String keys) {
    assertThat(complaints(Map.of("auth.key", keys))).isEmpty();
  }

  @Test
  void allThatAreWrongAreSaidAtOnce() {
    var wrong = Map.of("board.log.length", "0", "redis.url", "http://a", "kafka.username", "ada");
    assertThat(complaints(wrong))
        .hasSize(3)
        .anyMatch(c -> c.startsWith("board.log.length"))
        .anyMatch(c -> c.startsWith("redis.url"))
        .anyMatch(c -> c.startsWith("kafka.password (KAFKA_PASSWORD) is missing"));
  }

  @Test
  void whatIsEmptyHasNoValue() {
    assertThat(complaints(Map.of("board.log.length", "")))
        .containsExactly(
            "board.log.length (BOARD_LOG_LENGTH) has no value: it must be a whole number from 1 to"
                + " 2147483647.");
  }

  @Test
  void theShortestPauseIsNotLongerThanTheLongest() {
    assertThat(complaints(Map.of("stream.retry.min-ms", "5000")))
        .containsExactly(
            "stream.retry.min-ms (STREAM_RETRY_MIN_MS) is 5000, more than the 3000 of"
                + " stream.retry.max-ms.");
  }

  @Test
  void whatIsInMemoryLeavesRoomForTheRest() {
    assertThat(complaints(Map.of("stream.memory.max-bytes", "9223372036854775807")))
        .singleElement()
        .asString()
        .startsWith(
            "stream.memory.max-bytes (STREAM_MEMORY_MAX_BYTES) is 9223372036854775807, more than"
                + " half of the heap: it must be ");
  }

  @Test
  void spacesAroundANumberAndCapitalLettersOfAWordAreNoMistake() {
    assertThat(complaints(Map.of("board.log.length", " 500 ", "consumer.enabled", "TRUE")))
        .isEmpty();
  }

  /** Of a number nothing depends on the language, such as Arabic digits in a sentence. */
  @Test
  void sentencesAreTheSameInEveryLanguage() {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(complaints(Map.of("stream.retry.min-ms", "5000")).get(0))
          .contains("is 5000, more");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLoginNeedsAUser() {
    assertThat(complaints(Map.of("kafka.security.protocol", "SASL_SSL")))
        .containsExactly(
            "kafka.username (KAFKA_USERNAME) is missing, with which SASL_SSL logs in.");
  }

  @Test
  void aLoginThatWouldNotBeUsedIsRefused() {
    assertThat(complaints(Map.of("kafka.username", "ada", "kafka.password", "s3cret")))
        .singleElement()
        .asString()
        .startsWith("kafka.security.protocol (KAFKA_SECURITY_PROTOCOL) must be SASL_SSL")
        .doesNotContain("s3cret");
  }

  @Test
  void aMechanismWithoutUserAndPasswordIsRefusedBesideThem() {
    var login =
        Map.of(
            "kafka.username", "ada",
            "kafka.password", "s3cret",
            "kafka.security.protocol", "SASL_SSL",
            "kafka.sasl.mechanism", "GSSAPI");
    assertThat(complaints(login))
        .containsExactly(
            "kafka.sasl.mechanism (KAFKA_SASL_MECHANISM) must be SCRAM-SHA-512 or SCRAM-SHA-256 or"
                + " PLAIN for kafka.username to be of use, but is \"GSSAPI\".");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.bootstrap.servers, localhost:70000, port",
    "kafka.security.protocol, TLS, security.protocol",
    "kafka.bootstrap.servers, nowhere.invalid:9092, bootstrap"
  })
  void whatKafkasClientRefusesIsSaid(String name, String value, String said) {
    assertThat(complaints(Map.of(name, value)))
        .singleElement()
        .asString()
        .startsWith("kafka.* (KAFKA_*) cannot be used: ")
        .containsIgnoringCase(said);
  }

  @Test
  void wherePeopleSignInThereIsAProviderAndAClient() {
    assertThat(complaints(Map.of("auth.mode", "oidc")))
        .containsExactly(
            "auth.oidc.issuer (AUTH_OIDC_ISSUER) has no value, but auth.mode is oidc.",
            "auth.oidc.client.id (AUTH_OIDC_CLIENT_ID) has no value, but auth.mode is oidc.");
    var complete =
        Map.of(
            "auth.mode", "oidc",
            "auth.oidc.issuer", "https://id.example/realms/a",
            "auth.oidc.client.id", "board",
            "auth.oidc.client.secret", "s3cret",
            "auth.public.url", "https://board.example/b",
            "board.read", "signed-in");
    assertThat(complaints(complete)).isEmpty();
  }

  @Test
  void whereNobodySignsInEverybodyReads() {
    assertThat(complaints(Map.of("board.read", "signed-in")))
        .containsExactly(
            "board.read (BOARD_READ) is signed-in, but nobody can sign in where auth.mode is"
                + " guest.");
  }

  @Test
  void aSessionIsRenewedBeforeItEnds() {
    assertThat(complaints(Map.of("auth.session.max.seconds", "599")))
        .containsExactly(
            "auth.session.renew.seconds (AUTH_SESSION_RENEW_SECONDS) is 600, more than the 599 of"
                + " auth.session.max.seconds.");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var file = directory.resolve("none.pem").toString();
    var kafka = Map.of("kafka.security.protocol", "SSL", "kafka.ssl.truststore.location", file);
    assertThat(complaints(kafka)).singleElement().asString().contains(file);
    var redis = Map.of("redis.url", "rediss://a:6379", "redis.ssl.truststore.location", file);
    assertThat(complaints(redis))
        .singleElement()
        .asString()
        .startsWith("redis.ssl.truststore.location (REDIS_SSL_TRUSTSTORE_LOCATION)")
        .contains(file);
  }

  @Test
  void aFileThatIsNoKeystoreIsNamedWithoutItsPassword() throws IOException {
    var file = Files.writeString(directory.resolve("empty.p12"), "nothing").toString();
    var wrong =
        Map.of(
            "redis.url", "rediss://ada:s3cret@a:6379",
            "redis.ssl.keystore.location", file,
            "redis.ssl.keystore.password", "s3cret");
    assertThat(complaints(wrong))
        .singleElement()
        .asString()
        .contains(file)
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "yes, https.enabled (HTTPS_ENABLED) must be true or false",
    "TRUE, https.enabled (HTTPS_ENABLED) must be true or false",
    "true, https.keystore.location (HTTPS_KEYSTORE_LOCATION) is missing"
  })
  void httpsIsOnOrOffAndOnNeedsAKeystore(String enabled, String said) {
    assertThat(complaints(Map.of("https.enabled", enabled)))
        .singleElement()
        .asString()
        .startsWith(said);
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, abc, a whole number from -1 to 65535",
    "http.trusted.proxies, '10.(', a regular expression",
    "http.trusted.proxies, '10\\..* ', a regular expression",
    "http.port, 65536, a whole number from -1 to 65535",
    "http.port, '9080 ', a whole number from -1 to 65535",
    "http.max.connections, ' 500', a whole number from 1 to 1280000",
    "http.max.connections, many, a whole number from 1 to 1280000",
    "http.max.connections, -1, a whole number from 1 to 1280000"
  })
  void variablesOfTheServerAreLookedAtWhereTheyAreSet(String name, String wrong, String rule) {
    assertThat(complaints(Map.of(name, wrong)))
        .singleElement()
        .asString()
        .startsWith(name)
        .endsWith("must be %s, but is \"%s\".".formatted(rule, wrong));
  }

  @ParameterizedTest
  @ValueSource(strings = {"board", "/board/", "//board", "/a b", "/../board", "/b?c", "http://a/b"})
  void aContextRootIsAPath(String wrong) {
    assertThat(complaints(Map.of("context.root", wrong)))
        .containsExactly(
            "context.root (CONTEXT_ROOT) must be /, or a path that begins with it and does not end"
                + " with it, such as /board, but is \""
                + wrong
                + "\".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/board", "/the/board-2.0/~x_y"})
  void aPathIsAContextRoot(String path) {
    assertThat(complaints(Map.of("context.root", path))).isEmpty();
  }

  @Test
  void thoseOfHttpsAreLookedAtWhereItIsOn() {
    var wrong = new HashMap<>(https("board.p12", "s3cret"));
    wrong.putAll(
        Map.of("https.port", "0", "https.protocol", "spdy", "https.hsts.seconds", "a year"));
    assertThat(complaints(wrong))
        .anyMatch(said -> said.startsWith("https.port (HTTPS_PORT) must be"))
        .anyMatch(said -> said.startsWith("https.protocol (HTTPS_PROTOCOL) must be http/2 or"))
        .anyMatch(said -> said.startsWith("https.hsts.seconds (HTTPS_HSTS_SECONDS) must be"));
    wrong.put("https.enabled", "false");
    assertThat(complaints(wrong)).isEmpty();
  }

  @Test
  void telemetryIsOnOrOff() {
    assertThat(complaints(Map.of("telemetry.enabled", "true"))).isEmpty();
    assertThat(complaints(Map.of("telemetry.enabled", "yes")))
        .containsExactly(
            "telemetry.enabled (TELEMETRY_ENABLED) must be true or false, but is \"yes\".");
  }

  @Test
  void theKeystoreOfHttpsIsAnAbsolutePathAndHasAPassword() {
    assertThat(complaints(https("board.p12", "s3cret")))
        .containsExactly(
            "https.keystore.location (HTTPS_KEYSTORE_LOCATION) must be an absolute path, but is"
                + " \"board.p12\".");
    assertThat(complaints(https("/board.p12", "")))
        .singleElement()
        .asString()
        .startsWith("https.keystore.password (HTTPS_KEYSTORE_PASSWORD) is missing");
  }

  @Test
  void theKeystoreOfHttpsOpensAndHasAKey() throws Exception {
    var none = directory.resolve("none.p12").toString();
    assertThat(complaints(https(none, "s3cret"))).singleElement().asString().contains(none);
    var own = Certificate.create(directory, "own", "dns:board", "r1ght-s3cret");
    assertThat(complaints(https(own.keystore().toString(), "r1ght-s3cret"))).isEmpty();
    assertThat(complaints(https(own.keystore().toString(), "wr0ng-s3cret")))
        .singleElement()
        .asString()
        .contains("own.p12, which cannot be read as PKCS12 with the password given")
        .doesNotContain("s3cret");
    var pem = new HashMap<>(https(own.pem().toString(), "s3cret"));
    pem.put("https.keystore.type", "PEM");
    assertThat(complaints(pem))
        .containsExactly(
            "https.keystore.location (HTTPS_KEYSTORE_LOCATION) names a file that has no key beside"
                + " its certificates.");
  }

  @Test
  void thePasswordOfHttpsMayBeEncodedAsLibertyDoesIt() throws Exception {
    var own = Certificate.create(directory, "own", "dns:board", "secret").keystore().toString();
    var none = directory.resolve("none.p12").toString();
    assertThat(complaints(https(own, "{xor}LDo8LTor"))).isEmpty();
    assertThat(complaints(https(own, "{xor}LDo8LTo=")))
        .singleElement()
        .asString()
        .contains("cannot be read as PKCS12 with the password given");
    assertThat(complaints(https(own, "{xor}LDo8LT*")))
        .containsExactly(
            "https.keystore.password (HTTPS_KEYSTORE_PASSWORD) begins with {xor}, but is not what"
                + " securityUtility encode makes.");
    assertThat(complaints(https(own, "{aes}ARCJ9QFW"))).isEmpty();
    assertThat(complaints(https(none, "{aes}ARCJ9QFW"))).singleElement().asString().contains(none);
  }

  @Test
  void moreConnectionsThanFilesAreWarnedOf() {
    assertThat(new ServerSettings(Optional.empty(), OFF).warning(10)).isEmpty();
    assertThat(new ServerSettings(Optional.of(18_000), OFF).warning(20_000)).isEmpty();
    assertThat(new ServerSettings(Optional.of(18_000), OFF).warning(4_096).orElseThrow())
        .contains("is 18000 for each port", "may open 4096 files", "Set it to 3840 at most");
    assertThat(new ServerSettings(Optional.of(9_000), ON).warning(20_000)).isEmpty();
    assertThat(new ServerSettings(Optional.of(18_000), ON).warning(20_000).orElseThrow())
        .contains("Set it to 9872 at most");
  }

  private static Map<String, String> https(String file, String password) {
    return Map.of(
        "https.enabled", "true",
        "https.keystore.location", file,
        "https.keystore.password", password);
  }

  private static List<String> complaints(Map<String, String> changed) {
    var all = new HashMap<String, String>();
    defaults().forEach((name, value) -> all.put(name.toString(), value.toString()));
    all.putAll(changed);
    Function<String, Optional<String>> settings =
        name -> Optional.ofNullable(all.get(name)).filter(value -> !value.isEmpty());
    return SettingsCheck.complaints(settings, settings);
  }

  private static Properties defaults() {
    var defaults = new Properties();
    try (var in =
        SettingsTest.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return defaults;
  }
}
