package org.messageboard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Variables and further configuration for one Liberty server, in a configDropins file that
 * overrides server.xml.
 */
public final class ServerVariables {

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> included = new ArrayList<>();

  public void put(String name, String value) {
    values.put(name, value);
  }

  /**
   * Includes a file of the server's directory. The includes of server.xml do not see variables of
   * this file.
   */
  public void include(String fileName) {
    included.add(fileName);
  }

  /** Writes the file into the server's directory, replacing an older one. */
  public void storeIn(Path serverDirectory, String fileName) {
    var file = serverDirectory.resolve("configDropins/overrides").resolve(fileName);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, toXml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String toXml() {
    var includes =
        included.stream().map("  <include location=\"${server.config.dir}/%s\"/>%n"::formatted);
    var variables =
        values.entrySet().stream()
            .map(
                entry ->
                    "  <variable name=\"%s\" value=\"%s\"/>%n"
                        .formatted(entry.getKey(), escape(entry.getValue())));
    return Stream.concat(includes, variables)
        .collect(Collectors.joining("", "<server>\n", "</server>\n"));
  }

  private static String escape(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
