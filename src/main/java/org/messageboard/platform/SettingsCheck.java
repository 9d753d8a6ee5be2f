package org.messageboard.platform;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Stops the application before anything of it starts when a setting is wrong. Without it the
 * platform would, with the stack trace of the first one it comes across.
 */
public final class SettingsCheck implements Extension {

  private static final Logger LOG = Logger.getLogger(SettingsCheck.class.getName());

  void check(@Observes BeforeBeanDiscovery event) {
    var config = ConfigProvider.getConfig();
    var settings =
        new Settings(
            name -> config.getOptionalValue(name, String.class), KafkaConfigSource.literals());
    var complaints = settings.complaints();
    if (!complaints.isEmpty()) {
      complaints.forEach(complaint -> LOG.log(Level.SEVERE, "{0}", complaint));
      throw new WrongSettingsException(complaints.size());
    }
  }
}
