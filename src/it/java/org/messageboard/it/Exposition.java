package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a server gave at {@code /metrics}.
 *
 * @param samples values by name and labels, as they are written
 */
public record Exposition(Map<String, Double> samples) {

  /** Prometheus' text format: a name, labels perhaps, a value. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^([a-z_:][a-z0-9_:]*(?:\\{[^}]*})?) (\\S+)$",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** Reads it. */
  public static Exposition of(Board board) {
    var answer = board.get("metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    var samples = new TreeMap<String, Double>();
    SAMPLE
        .matcher(answer.body())
        .results()
        .forEach(sample -> samples.put(sample.group(1), number(sample.group(2))));
    assertThat(samples).hasSizeGreaterThan(50);
    return new Exposition(samples);
  }

  /** The value of this name and these labels, which must be there. */
  public double value(String sample) {
    assertThat(samples).containsKey(sample);
    return samples.get(sample);
  }

  /** The sum of this name over all labels. */
  public double sum(String name) {
    var found = samples.entrySet().stream().filter(s -> s.getKey().startsWith(name + "{")).toList();
    assertThat(found).as(name).isNotEmpty();
    return found.stream().mapToDouble(Map.Entry::getValue).sum();
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }
}
