package org.messageboard.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.messageboard.settings.Settings;

/** docs/SETTINGS.md lists every setting, the WAR's and the server's, with its default. */
class SettingsPageTest {

  private static final Path PAGE = Path.of("docs/SETTINGS.md");

  /** Name, environment variable, default, meaning. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([a-z.-]+)` \\| `([A-Z_]+)` \\| (?:`([^`]*)` )?\\| [^|]+ \\|$", Pattern.MULTILINE);

  private static final Path SERVER = Path.of("src/main/liberty/config");

  /** With their defaults: where two files have one for a variable, that of the first counts. */
  private static final List<String> SERVER_FILES =
      List.of("board.xml", "server.xml", "https-true.xml", "archive-true.xml");

  private static final Pattern USED = Pattern.compile("\\$\\{([a-z.]+)}");
  private static final Pattern DEFAULT =
      Pattern.compile("<variable name=\"([a-z.]+)\" defaultValue=\"([^\"]*)\"/>");

  @Test
  void everySettingIsInTheTableWithItsDefault() throws IOException {
    var table = new TreeMap<String, String>();
    rows().forEach(row -> table.put(row.group(1), row.group(3) == null ? "" : row.group(3)));
    assertThat(settings()).hasSizeGreaterThan(20);
    assertThat(variables()).hasSizeGreaterThan(10);
    var all = new TreeMap<>(settings());
    all.putAll(variables());
    assertThat(table).isEqualTo(all);
  }

  @Test
  void theEnvironmentVariablesAreThoseOfMicroProfileConfig() throws IOException {
    assertThat(rows()).allMatch(row -> row.group(2).equals(Settings.variable(row.group(1))));
  }

  /** Those of TLS are read where it is on; the pipeline's own are not for operators. */
  @Test
  void everySettingHasARuleAndEveryRuleASetting() throws IOException {
    var defaults = settings();
    var read = new TreeSet<String>();
    Function<String, Optional<String>> values =
        name -> {
          read.add(name);
          return Optional.ofNullable(defaults.get(name)).filter(value -> !value.isEmpty());
        };
    SettingsCheck.complaints(values, values);
    defaults.keySet().removeIf(name -> name.startsWith("redis.ssl."));
    assertThat(read).containsAll(defaults.keySet());
    read.removeIf(name -> name.startsWith("mp."));
    assertThat(read).isSubsetOf(SettingsCheck.names());
  }

  /** A variable of the environment that is none of these is warned of. */
  @Test
  void everySettingOfTheTableIsKnown() throws IOException {
    assertThat(rows()).extracting(row -> row.group(1)).isSubsetOf(SettingsCheck.names());
    assertThat(variables().keySet()).isEqualTo(ServerSettings.NAMES);
  }

  private static List<MatchResult> rows() throws IOException {
    return matches(ROW, Files.readString(PAGE));
  }

  /** The pipeline's own properties are not for operators. */
  private static Map<String, String> settings() throws IOException {
    var all = new Properties();
    try (var in =
        Files.newInputStream(
            Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
      all.load(in);
    }
    var settings = new TreeMap<String, String>();
    all.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    settings.keySet().removeIf(name -> name.startsWith("mp.") || name.startsWith("smallrye"));
    return settings;
  }

  /** What the server's files refer to, but for Liberty's own. */
  private static Map<String, String> variables() throws IOException {
    var variables = new TreeMap<String, String>();
    for (var file : SERVER_FILES) {
      var xml = Files.readString(SERVER.resolve(file));
      matches(DEFAULT, xml).forEach(found -> variables.putIfAbsent(found.group(1), found.group(2)));
      matches(USED, xml).forEach(found -> variables.putIfAbsent(found.group(1), ""));
    }
    variables.remove("server.config.dir");
    return variables;
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}
