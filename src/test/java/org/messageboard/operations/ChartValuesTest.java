package org.messageboard.operations;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** values.yaml, values.schema.json and the templates of the chart have the same values. */
class ChartValuesTest {

  private static final Path CHART = Path.of("helm/message-board");

  /** What Helm itself adds for the chart of a chart. */
  private static final String OF_HELM = "global";

  private static final Pattern USED = Pattern.compile("\\.Values\\.([\\w.]*\\w)");

  /** Of web servers or of consumers, whichever a pod is for. Web servers have all of them. */
  private static final Pattern USED_OF_KIND = Pattern.compile("\\$values\\.([\\w.]*\\w)");

  private final JsonObject schema;
  private final Map<String, Object> values;
  private final String templates;

  ChartValuesTest() throws IOException {
    try (var text = Files.newBufferedReader(CHART.resolve("values.schema.json"))) {
      schema = Json.createReader(text).readObject();
    }
    try (var text = Files.newBufferedReader(CHART.resolve("values.yaml"))) {
      values = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }
    try (var files = Files.list(CHART.resolve("templates"))) {
      templates = files.map(ChartValuesTest::read).collect(joining("\n"));
    }
  }

  @Test
  void theSchemaHasTheValuesOfTheFileAndNoOthers() {
    assertThat(leaves(schema, "")).hasSizeGreaterThan(40).isEqualTo(leaves(schema, values, ""));
  }

  @Test
  void theSchemaDescribesEveryValueAndRefusesOthers() {
    assertAllDescribed(schema, "");
  }

  @Test
  void theTemplatesUseEveryValueAndNoOthers() {
    var used = used();
    assertThat(used).hasSizeGreaterThan(40).isSubsetOf(withParents(leaves(schema, "")));
    assertThat(leaves(schema, ""))
        .allSatisfy(leaf -> assertThat(used).as(leaf).anyMatch(path -> isWithin(leaf, path)));
  }

  private Set<String> used() {
    var known = leaves(schema, "");
    var used = found(USED).collect(toCollection(TreeSet::new));
    found(USED_OF_KIND).map("web."::concat).forEach(used::add);
    found(USED_OF_KIND).map("consumer."::concat).filter(known::contains).forEach(used::add);
    return used;
  }

  private Stream<String> found(Pattern pattern) {
    return pattern.matcher(templates).results().map(found -> found.group(1));
  }

  private static boolean isWithin(String leaf, String path) {
    return leaf.equals(path) || leaf.startsWith(path + ".");
  }

  private static Set<String> withParents(Set<String> leaves) {
    var all = new TreeSet<>(leaves);
    for (var leaf : leaves) {
      for (int dot = leaf.indexOf('.'); dot > 0; dot = leaf.indexOf('.', dot + 1)) {
        all.add(leaf.substring(0, dot));
      }
    }
    return all;
  }

  /** The paths of the schema's values that have no described values below them. */
  private static Set<String> leaves(JsonObject node, String path) {
    var leaves = new TreeSet<String>();
    for (var name : properties(node).keySet()) {
      var child = properties(node).getJsonObject(name);
      if (child.containsKey("properties")) {
        leaves.addAll(leaves(child, path + name + "."));
      } else if (!name.equals(OF_HELM)) {
        leaves.add(path + name);
      }
    }
    return leaves;
  }

  /** The paths of the file's values, down to those that the schema leaves open. */
  @SuppressWarnings("unchecked")
  private static Set<String> leaves(JsonObject node, Map<String, Object> values, String path) {
    var leaves = new TreeSet<String>();
    values.forEach(
        (name, value) -> {
          var child = properties(node).getJsonObject(name);
          if (child != null && child.containsKey("properties")) {
            leaves.addAll(leaves(child, (Map<String, Object>) value, path + name + "."));
          } else {
            leaves.add(path + name);
          }
        });
    return leaves;
  }

  private static void assertAllDescribed(JsonObject node, String path) {
    assertThat(node).as(path).containsEntry("additionalProperties", JsonValue.FALSE);
    properties(node)
        .forEach(
            (name, value) -> {
              var child = value.asJsonObject();
              assertThat(child).as(path + name).containsKeys("type", "description");
              if (child.containsKey("properties")) {
                assertAllDescribed(child, path + name + ".");
              }
            });
  }

  private static JsonObject properties(JsonObject node) {
    return node.getJsonObject("properties");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
