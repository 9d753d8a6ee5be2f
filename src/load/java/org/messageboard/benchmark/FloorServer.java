package org.messageboard.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;

/** {@link FloorMain} as a process, with the memory that the board's server has. */
final class FloorServer extends ChildProcess {

  private final KafkaProcess kafka;
  private final RedisProcess redis;

  FloorServer(String name, Path directory, KafkaProcess kafka, RedisProcess redis) {
    super(name, directory, Ports.free());
    this.kafka = kafka;
    this.redis = redis;
  }

  @Override
  protected List<String> command() {
    return List.of(
        javaCommand(),
        "-Xmx640m",
        "-Xmn48m",
        "-XX:InitialRAMPercentage=100",
        "-XX:+UseParallelGC",
        "-cp",
        classPath(),
        FloorMain.class.getName(),
        Integer.toString(port()),
        kafka.bootstrapServers(),
        redis.url());
  }

  /** It opens its port last. */
  @Override
  protected boolean isReady() {
    return Ports.isListening(port());
  }
}
