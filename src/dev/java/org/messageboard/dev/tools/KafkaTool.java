package org.messageboard.dev.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.GetOffsetShell;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.messageboard.dev.StartException;

/**
 * Runs one of Kafka's own command-line tools against the board's Kafka. It takes the same options
 * as Kafka's script, and adds {@code --bootstrap-server}. {@code --input} and a text stand in for
 * standard input, which Maven reads before the tool can.
 */
final class KafkaTool {

  private static final String ADDRESS = "--bootstrap-server";

  private static final String INPUT = "--input";

  private static final String NAMES =
      "topics, consumer-groups, console-consumer, console-producer, get-offsets";

  private KafkaTool() {}

  /**
   * @param args Maven's build directory, and the tool's name and options as one string
   */
  public static void main(String[] args) throws Exception {
    try {
      var words = Words.of(args.length > 1 ? args[1] : "");
      if (words.isEmpty()) {
        throw new StartException(
            "Name one of %s: ./mvnw -q exec:exec@kafka -Dargs=\"topics --list\"".formatted(NAMES));
      }
      run(words.get(0), options(words, new Addresses(Path.of(args[0]))));
    } catch (StartException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static String[] options(List<String> words, Addresses addresses) {
    var options = new ArrayList<>(words.subList(1, words.size()));
    takeInput(options);
    if (!options.contains(ADDRESS)) {
      options.add(ADDRESS);
      options.add(addresses.kafka());
    }
    return options.toArray(String[]::new);
  }

  private static void takeInput(List<String> options) {
    int at = options.indexOf(INPUT);
    if (at >= 0 && at + 1 < options.size()) {
      System.setIn(new ByteArrayInputStream(options.remove(at + 1).getBytes(UTF_8)));
      options.remove(at);
    }
  }

  private static void run(String name, String[] options) throws Exception {
    switch (name) {
      case "topics" -> TopicCommand.main(options);
      case "consumer-groups" -> ConsumerGroupCommand.main(options);
      case "console-consumer" -> ConsoleConsumer.main(options);
      case "console-producer" -> ConsoleProducer.main(options);
      case "get-offsets" -> GetOffsetShell.main(options);
      default ->
          throw new StartException("There is no \"%s\" here, but %s.".formatted(name, NAMES));
    }
  }
}
