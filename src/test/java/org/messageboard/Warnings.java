package org.messageboard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs as a warning or worse until this is closed, kept off the console. */
public final class Warnings extends Handler {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger log;

  public Warnings(Class<?> source) {
    log = Logger.getLogger(source.getName());
    log.addHandler(this);
    log.setUseParentHandlers(false);
  }

  /** Each with its level in front. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      lines.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
    log.setUseParentHandlers(true);
  }
}
