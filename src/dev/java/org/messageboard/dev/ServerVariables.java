package org.messageboard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Variables for one Liberty server, in a configDropins file that overrides server.xml. */
public final class ServerVariables {

  private final Map<String, String> values = new LinkedHashMap<>();

  public void put(String name, String value) {
    values.put(name, value);
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
    return values.entrySet().stream()
        .map(
            entry ->
                "  <variable name=\"%s\" value=\"%s\"/>%n"
                    .formatted(entry.getKey(), escape(entry.getValue())))
        .collect(Collectors.joining("", "<server>\n", "</server>\n"));
  }

  private static String escape(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
