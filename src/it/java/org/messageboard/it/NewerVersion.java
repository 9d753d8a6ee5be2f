package org.messageboard.it;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * The board as a later version would be, which knows events of one type more, {@code praised}, and
 * adds something of its own to them: the built WAR with one class compiled anew.
 */
final class NewerVersion {

  private static final String PACKAGE = "org/messageboard/board";
  private static final Path SOURCE = Path.of("src/main/java", PACKAGE, "MessageJson.java");

  private static final String KNOWN = "    var known = TYPE.equals(type) ? message(json)";

  private NewerVersion() {}

  /** Has a server that was not started yet run it. */
  static void install(BoardServer server) throws IOException {
    var files = ServerFiles.create(server.directory(), server.name());
    files.installBoard();
    var compiled = compile(Files.createDirectories(server.directory().resolve("newer")));
    try (var war = FileSystems.newFileSystem(files.directory().resolve("apps/message-board.war"))) {
      var classes = war.getPath("WEB-INF/classes", PACKAGE);
      Files.copy(compiled, classes.resolve("MessageJson.class"), REPLACE_EXISTING);
    }
  }

  private static Path compile(Path directory) throws IOException {
    var source = Files.readString(SOURCE);
    var praised =
        "    if (\"praised\".equals(type)) {\n"
            + "      json.put(\"by\", Json.createValue(\"the newer version\"));\n"
            + "    }\n";
    var changed = source.replace(KNOWN, praised + KNOWN);
    if (changed.equals(source)) {
      throw new IOException(SOURCE + " is not of the expected form.");
    }
    var file = Files.writeString(directory.resolve("MessageJson.java"), changed);
    var arguments =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-d",
            directory.toString(),
            file.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new IOException(file + " cannot be compiled.");
    }
    return directory.resolve(PACKAGE).resolve("MessageJson.class");
  }
}
