package org.messageboard.keeping;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.archive.Archive;
import org.messageboard.archive.ArchiveKeeping;
import org.messageboard.retry.Series;

/** Does what has to be done again and again, at one server at a time. */
@ApplicationScoped
class Caretaker {

  private static final Logger LOG = Logger.getLogger(Caretaker.class.getName());
  private static final long EVERY_SECONDS = 10;
  private static final int RETENTION_EVERY = 60;

  @Inject Archive archive;
  @Inject ArchiveKeeping keeping;
  @Inject Erasures erasures;
  @Inject Retention retention;
  @Resource ManagedScheduledExecutorService scheduler;

  private final Series failures = new Series();
  private Future<?> task;
  private int runs;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (archive.isEnabled()) {
      task =
          scheduler.scheduleWithFixedDelay(
              this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }
  }

  @PreDestroy
  void stop() {
    if (task != null) {
      task.cancel(true);
    }
  }

  /** Has the next thing done soon, because somebody has just decided it. */
  void soon(boolean isRetention) {
    scheduler.execute(() -> run(isRetention));
  }

  private void look() {
    run(runs++ % RETENTION_EVERY == 0);
  }

  /** Never throws, because the scheduler does not repeat a task that does. */
  private void run(boolean isRetention) {
    if (!archive.isOpen()) {
      return;
    }
    try {
      keeping.alone("erasures", erasures::run);
      if (isRetention) {
        keeping.alone("retention", retention::run);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.log(
          failures.begins("care") ? Level.WARNING : Level.FINE,
          "Retention or an erasure could not go on ({0}); trying again",
          e.getMessage());
    }
  }
}
