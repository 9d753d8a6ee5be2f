package org.messageboard.page;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks the page's scripts with Node. */
@Tag("page")
@ExtendWith(NeedsNode.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PageScriptsTest {

  private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/typescript/pom.xml";
  private static final Path COMPILER = Path.of("target/typescript");

  @Test
  void theTypesAreRight() throws IOException, URISyntaxException {
    unpackCompiler();
    assertSucceeds(List.of(COMPILER.resolve("tsc.js").toString(), "-p", "src/jsconfig.json"));
  }

  @Test
  void theUnitTestsPass() throws IOException {
    var arguments = new ArrayList<>(List.of("--test"));
    try (var files = Files.list(Path.of("src/test/js"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".test.js")).forEach(arguments::add);
    }
    assertThat(arguments).hasSizeGreaterThan(1);
    assertSucceeds(arguments);
  }

  private static void assertSucceeds(List<String> arguments) {
    var answer = Node.run(arguments);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
  }

  /** Copies the compiler and its declarations from the WebJar on the class path. */
  private static void unpackCompiler() throws IOException, URISyntaxException {
    var inJar = PageScriptsTest.class.getResource(WEBJAR).toURI();
    Files.createDirectories(COMPILER);
    try (var jar = FileSystems.newFileSystem(inJar, Map.of());
        var files = Files.walk(jar.getPath("/META-INF/resources/webjars/typescript"))) {
      files
          .filter(file -> file.toString().matches(".*/lib/(_?tsc\\.js|lib\\..*d\\.ts)"))
          .forEach(PageScriptsTest::unpack);
    }
  }

  private static void unpack(Path file) {
    try {
      Files.copy(file, COMPILER.resolve(file.getFileName().toString()), REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
