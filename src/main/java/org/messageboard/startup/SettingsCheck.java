package org.messageboard.startup;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.messageboard.kafka.KafkaConfigSource;
import org.messageboard.kafka.KafkaSettings;

/**
 * Stops the application before anything of it starts when a setting is wrong. Without it the
 * platform would, with the stack trace of the first one it comes across. Liberty goes on without
 * the application; where the server is there for the board alone, as in the image, the process ends
 * as well, so that whoever watches it notices.
 */
public final class SettingsCheck implements Extension {

  /** Whether the process ends. */
  static final String EXIT = "board.exit.on.wrong.setting";

  /** EX_CONFIG of sysexits.h. */
  private static final int WRONG_CONFIGURATION = 78;

  private static final Duration LOGS_ARE_WRITTEN = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(SettingsCheck.class.getName());

  void check(@Observes BeforeBeanDiscovery event) {
    var config = ConfigProvider.getConfig();
    new EnvironmentCheck(System.getenv(), names(), Settings.SERVER_NAMES, Locale.getDefault())
        .warnings()
        .forEach(warning -> LOG.log(Level.WARNING, "{0}", warning));
    var settings =
        new Settings(
            name -> config.getOptionalValue(name, String.class), KafkaConfigSource.literals());
    var complaints = settings.complaints();
    if (!complaints.isEmpty()) {
      complaints.forEach(complaint -> LOG.log(Level.SEVERE, "{0}", complaint));
      if (exits(config)) {
        new Thread(SettingsCheck::exit, "message-board-wrong-settings").start();
      }
      throw new WrongSettingsException(complaints.size());
    }
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

  private static boolean exits(Config config) {
    try {
      return config
          .getOptionalValue(EXIT, String.class)
          .filter("true"::equalsIgnoreCase)
          .isPresent();
    } catch (NoSuchElementException e) {
      return false; // an expression without a value, of which there is a complaint
    }
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
    names.addAll(Settings.SERVER_NAMES);
    KafkaSettings.NAMES.forEach(name -> names.add(KafkaSettings.PREFIX + name));
    return names;
  }
}
