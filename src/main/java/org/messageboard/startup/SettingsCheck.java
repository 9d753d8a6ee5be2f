package org.messageboard.startup;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.messageboard.kafka.KafkaConfigSource;
import org.messageboard.kafka.KafkaSettings;
import org.messageboard.log.MessageLimits;
import org.messageboard.log.TopicSettings;
import org.messageboard.redis.RedisSettings;
import org.messageboard.settings.Settings;
import org.messageboard.settings.Switches;
import org.messageboard.sse.Admission;
import org.messageboard.sse.StreamSettings;
import org.messageboard.view.Lengths;

/**
 * Stops the application before anything of it starts when a setting is wrong. Without it the
 * platform would, with the stack trace of the first one it comes across. Liberty goes on without
 * the application; where the server is there for the board alone, as in the image, the process ends
 * as well, so that whoever watches it notices.
 */
public final class SettingsCheck implements Extension {

  /** EX_CONFIG of sysexits.h. */
  private static final int WRONG_CONFIGURATION = 78;

  private static final Duration LOGS_ARE_WRITTEN = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(SettingsCheck.class.getName());

  /** Every record of settings, with which each setting gets its rule. */
  private static final List<Consumer<Settings>> RECORDS =
      List.of(
          Switches::new,
          TopicSettings::new,
          MessageLimits::new,
          Lengths::new,
          StreamSettings::new,
          RedisSettings::new,
          ServerSettings::new);

  void check(@Observes BeforeBeanDiscovery event) {
    var config = ConfigProvider.getConfig();
    Function<String, Optional<String>> values = n -> config.getOptionalValue(n, String.class);
    new EnvironmentCheck(System.getenv(), names(), ServerSettings.NAMES, Locale.getDefault())
        .warnings()
        .forEach(LOG::warning);
    var complaints = complaints(values, KafkaConfigSource.literals());
    if (!complaints.isEmpty()) {
      complaints.forEach(LOG::severe);
      if (new Switches(new Settings(values, complaint -> {})).exit()) {
        new Thread(SettingsCheck::exit, "message-board-wrong-settings").start();
      }
      throw new WrongSettingsException(complaints.size());
    }
    new ServerSettings(new Settings(values, complaint -> {}))
        .warning(Admission.maxFiles())
        .ifPresent(LOG::warning);
  }

  /**
   * One sentence for each setting that is wrong; none when the board can start. None shows a
   * secret.
   *
   * @param values gives the value of a setting, or nothing
   * @param literals gives it as it stands, expressions and all, as Kafka's clients take it
   */
  static List<String> complaints(
      Function<String, Optional<String>> values, Function<String, Optional<String>> literals) {
    var complaints = new ArrayList<String>();
    var settings = new Settings(values, complaints::add);
    RECORDS.forEach(record -> record.accept(settings));
    new KafkaSettings(literals).check(settings);
    return complaints;
  }

  /**
   * Ends the process without Liberty's stop, which would wait for the application that it starts,
   * and then complain about all that is not there yet. Logs in JSON are written a moment later.
   */
  private static void exit() {
    try {
      Thread.sleep(LOGS_ARE_WRITTEN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(WRONG_CONFIGURATION);
  }

  /** Of all settings, as the WAR's own defaults and Kafka's clients name them. */
  static Set<String> names() {
    var defaults = new Properties();
    try (var in =
        SettingsCheck.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var names = new HashSet<>(defaults.stringPropertyNames());
    names.addAll(ServerSettings.NAMES);
    KafkaSettings.NAMES.forEach(name -> names.add(KafkaSettings.PREFIX + name));
    return names;
  }
}
