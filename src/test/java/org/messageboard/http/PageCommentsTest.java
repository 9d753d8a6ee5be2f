package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.page.NeedsNode;
import org.messageboard.page.Node;

/** What the server leaves out of the page's own files are comments, and nothing else. */
class PageCommentsTest {

  private static final Path FILES = Path.of("src/main/webapp");

  /** Parses the modules in the directory. */
  private static final String PARSE =
      """
      const { readdirSync, readFileSync } = require('node:fs');
      const { SourceTextModule } = require('node:vm');
      const names = readdirSync(process.argv[1]);
      for (const name of names) {
        new SourceTextModule(readFileSync(`${process.argv[1]}/${name}`, 'utf8'), { identifier: name });
      }
      console.log(`${names.length} parsed`);
      """;

  /**
   * The grave accent ends a template literal, but in a comment it is nothing. So a file in which
   * each line that is left out is a comment with one can be parsed only if all of them are
   * comments.
   */
  @Test
  @Tag("page")
  @ExtendWith(NeedsNode.class)
  void whatIsLeftOutOfAScriptIsNoPartOfAText(@TempDir Path directory) throws IOException {
    int left = 0;
    for (var script : files(".js")) {
      var text = Files.readString(script).lines().toList();
      var sent = sent(script);
      var marked = new StringBuilder();
      for (int i = 0; i < text.size(); i++) {
        boolean isLeft = sent.get(i).isEmpty() && !text.get(i).isBlank();
        marked.append(isLeft ? "// `" : text.get(i)).append('\n');
        left += isLeft ? 1 : 0;
      }
      Files.writeString(directory.resolve(left + script.getFileName().toString()), marked);
    }
    assertThat(left).isGreaterThan(500);
    var options = List.of("--no-warnings", "--experimental-vm-modules", "-e", PARSE);
    var answer =
        Node.run(Stream.concat(options.stream(), Stream.of(directory.toString())).toList());
    assertThat(answer.output()).isEqualToIgnoringNewLines(files(".js").size() + " parsed");
  }

  /** The indentation is left out, too. The lists of emoji need none. */
  @Test
  void noTextOfAScriptSpansLines() throws IOException {
    for (var script : files(".js")) {
      if (!script.toString().matches(".*(/vendor/.*|/emoji\\.js)")) {
        assertThat(Files.readString(script).lines())
            .as(script.toString())
            .filteredOn(line -> line.chars().filter(c -> c == '`').count() % 2 == 1)
            .isEmpty();
      }
    }
  }

  /** It begins no comment in CSS. */
  @Test
  void noLineOfAStylesheetBeginsWithTwoSlashes() throws IOException {
    for (var stylesheet : files(".css")) {
      assertThat(Files.readString(stylesheet)).doesNotContainPattern("(?m)^\\s*//");
    }
  }

  private static List<String> sent(Path file) throws IOException {
    var path = "/" + FILES.relativize(file);
    return PageFile.of(path, Files.readAllBytes(file)).text().lines().toList();
  }

  private static List<Path> files(String extension) throws IOException {
    try (var files = Files.walk(FILES)) {
      var found = files.filter(file -> file.toString().endsWith(extension)).toList();
      assertThat(found).hasSizeGreaterThan(10);
      return found;
    }
  }
}
