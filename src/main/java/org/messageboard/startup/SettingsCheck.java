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
import org.messageboard.accounts.AuthSettings;
import org.messageboard.accounts.OperatorSettings;
import org.messageboard.accounts.SessionSettings;
import org.messageboard.accounts.SignInSettings;
import org.messageboard.archive.ArchiveSettings;
import org.messageboard.http.CorsSettings;
import org.messageboard.http.PageSettings;
import org.messageboard.kafka.KafkaConfigSource;
import org.messageboard.kafka.KafkaSettings;
import org.messageboard.limits.LimitSettings;
import org.messageboard.log.MessageLimits;
import org.messageboard.log.RecordSettings;
import org.messageboard.log.TopicSettings;
import org.messageboard.redis.RedisSettings;
import org.messageboard.settings.Settings;
import org.messageboard.settings.Switches;
import org.messageboard.sse.Admission;
import org.messageboard.sse.StreamSettings;
import org.messageboard.statistics.StatisticsSettings;
import org.messageboard.view.Lengths;
import org.messageboard.warmup.WarmUpSettings;

/**
 * Stops the application before any of it starts if a setting is wrong. Otherwise the platform would
 * stop at the first wrong one, with a stack trace. Liberty runs on without the application; a
 * server for the board alone, as in the image, ends its process, so that whatever watches it
 * notices.
 */
public final class SettingsCheck implements Extension {

  /** EX_CONFIG of sysexits.h. */
  private static final int WRONG_CONFIGURATION = 78;

  private static final Duration LOGS_ARE_WRITTEN = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(SettingsCheck.class.getName());

  /** All records of settings, except Kafka's. */
  private static final List<Consumer<Settings>> RECORDS =
      List.of(
          Switches::new,
          TopicSettings::new,
          RecordSettings::new,
          MessageLimits::new,
          Lengths::new,
          PageSettings::new,
          CorsSettings::new,
          StreamSettings::new,
          RedisSettings::new,
          AuthSettings::new,
          OperatorSettings::new,
          LimitSettings::new,
          SignInSettings::new,
          SessionSettings::new,
          ArchiveSettings::new,
          StatisticsSettings::new,
          WarmUpSettings::new,
          ServerSettings::new);

  void check(@Observes BeforeBeanDiscovery event) {
    var config = ConfigProvider.getConfig();
    Function<String, Optional<String>> values = n -> config.getOptionalValue(n, String.class);
    new EnvironmentCheck(System.getenv(), names(), ServerSettings.NAMES, Locale.getDefault())
        .warnings()
        .forEach(LOG::warning);
    var complaints = complaints(values, KafkaConfigSource.literals());
    complaints.forEach(LOG::severe);
    var settings = new Settings(values, complaint -> {});
    if (!complaints.isEmpty()) {
      throw stop(complaints.size(), new Switches(settings).exit());
    }
    new ServerSettings(settings).warning(Admission.maxFiles()).ifPresent(LOG::warning);
  }

  /**
   * One sentence for each wrong setting; none if the board can start. No sentence shows a secret.
   *
   * @param values returns a setting's value, if it is set
   * @param literals returns it with expressions left as they are, as Kafka's clients take it
   */
  static List<String> complaints(
      Function<String, Optional<String>> values, Function<String, Optional<String>> literals) {
    var complaints = new ArrayList<String>();
    var settings = new Settings(values, complaints::add);
    RECORDS.forEach(record -> record.accept(settings));
    new KafkaSettings(literals).check(settings);
    return complaints;
  }

  private static WrongSettingsException stop(int wrong, boolean exit) {
    if (exit) {
      new Thread(SettingsCheck::exit, "message-board-wrong-settings").start();
    }
    return new WrongSettingsException(wrong);
  }

  /**
   * Ends the process without Liberty's stop, which would wait for the application that is starting
   * and then log errors about what is missing. Logs in JSON are written a moment later.
   */
  private static void exit() {
    try {
      Thread.sleep(LOGS_ARE_WRITTEN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(WRONG_CONFIGURATION);
  }

  /**
   * The names of all settings: those with a default, the server's, and those of Kafka's clients.
   */
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
