package org.messageboard.marks;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.messageboard.live.Subscriber;
import org.messageboard.redis.RedisConnections;

/**
 * Tells a person's open streams on this server what the person reads on another device. Listens to
 * Redis from the first stream of somebody who has signed in on. What gets lost, clients ask for.
 * Thread-safe.
 */
@ApplicationScoped
public class ReadNews {

  private static final Duration PING_EVERY = Duration.ofSeconds(2);

  @Inject RedisConnections connections;
  @Resource ManagedThreadFactory threads;
  @Resource ManagedScheduledExecutorService scheduler;

  private final Map<String, Set<Subscriber>> streams = new ConcurrentHashMap<>();
  private MarkListener listener;
  private ScheduledFuture<?> pings;

  /** A stream of this person has opened. */
  public void add(String subject, Subscriber stream) {
    streams.compute(
        subject,
        (who, open) -> {
          var all = open == null ? ConcurrentHashMap.<Subscriber>newKeySet() : open;
          all.add(stream);
          return all;
        });
    listen();
  }

  /** A stream of this person has ended. */
  public void remove(String subject, Subscriber stream) {
    streams.computeIfPresent(
        subject,
        (who, open) -> {
          open.remove(stream);
          return open.isEmpty() ? null : open;
        });
  }

  private synchronized void listen() {
    if (listener == null) {
      listener = new MarkListener(connections.listening(), this::tell);
      var thread = threads.newThread(listener);
      thread.setName("message-board-read-marks");
      thread.start();
      long millis = PING_EVERY.toMillis();
      pings =
          scheduler.scheduleWithFixedDelay(listener::ping, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void tell(String subject, StandingMark mark) {
    var open = streams.get(subject);
    if (open != null) {
      var json = mark.toJson().toString();
      open.forEach(stream -> stream.tell("read", json));
    }
  }

  @PreDestroy
  synchronized void stop() {
    if (listener != null) {
      pings.cancel(true);
      listener.stop();
    }
  }
}
