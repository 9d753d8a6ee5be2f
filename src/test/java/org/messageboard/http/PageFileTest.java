package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageFileTest {

  @ParameterizedTest
  @ValueSource(strings = {"W/\"a-1\"", "\"a-1\"", "*", " * ", "\"x,y\" , W/\"a-1\"", ",,\"a-1\","})
  void aTagIsFoundInAList(String header) {
    assertThat(PageFile.matches(header, "a-1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-1", "\"a\"", "\"a-1", "\"x, a-1\"", "\"*\""})
  void aDifferentTagIsNotFound(String header) {
    assertThat(PageFile.matches(header, "a-1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZip",
        "gzip, deflate, br, zstd",
        "br,gzip",
        "deflate;q=0, gzip;q=0.5",
        "gzip ; q=1.0",
        "gzip;q=0.001,*;q=0"
      })
  void gzipIsAccepted(String header) {
    assertThat(PageFile.acceptsGzip(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br, deflate",
        "gzip;q=0",
        "gzip; q=0.000, br",
        "br, gzip;q=0.",
        "gzipped",
        "not-gzip",
        "br;gzip"
      })
  void gzipIsNotAccepted(String header) {
    assertThat(PageFile.acceptsGzip(header)).isFalse();
  }

  @Test
  void aFileIsCompressedIfThatSavesBytes() throws IOException {
    var text = "let a = 1;\n".repeat(100);
    var file = PageFile.of("/js/main.js", text.getBytes(UTF_8));
    assertThat(file.compressed()).hasSizeLessThan(100);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(file.compressed()))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(text);
    }
    var small = PageFile.of("/js/small.js", "1;".getBytes(UTF_8));
    assertThat(small.compressed()).isSameAs(small.content());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// one",
        "  // one",
        "/* one */",
        "\t/** one */  ",
        "/** @type {\"a/*\"} it's `one` */",
        "/***/",
        "/*\n * two // \n */",
        "  /**\n   * `three`\n\n   * lines **/"
      })
  void aCommentThatFillsItsLinesIsLeftOutAndTheLinesStay(String comment) {
    var lines = "\n".repeat((int) comment.chars().filter(c -> c == '\n').count());
    assertThat(PageFile.withoutComments(comment)).isEqualTo(lines);
    assertThat(PageFile.withoutComments("a();\n" + comment + "\r\n  b();\n" + comment + "\n"))
        .isEqualTo("a();\n" + lines + "\r\n  b();\n" + lines + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a(); // one",
        "let a = 'https://one'; /* two */",
        "let a = `/* one */ // two`;",
        "let a = /^\\/\\/ *\\/* one/u;",
        "/** @type {A} */ (a).b(); /* two */",
        "/* one\n */ a(); /* two */",
        "a(/* one\n*/ b, /* two */);",
        "/* has no end",
        "a * /b/ * c"
      })
  void aCommentBesideCodeStays(String line) {
    assertThat(PageFile.withoutComments(line)).isEqualTo(line);
  }

  @Test
  void onlyTheBoardsOwnScriptsAndStylesAreSentWithoutComments() {
    var content = "/* one */\na\n";
    for (var path : List.of("/js/main.js", "/css/base.css")) {
      assertThat(PageFile.of(path, content.getBytes(UTF_8)).text()).as(path).isEqualTo("\na\n");
    }
    for (var path : List.of("/js/vendor/marked.js", "/index.html", "/css/vendor/a.css")) {
      assertThat(PageFile.of(path, content.getBytes(UTF_8)).text()).as(path).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/index.html,text/html; charset=UTF-8",
    "/js/a.b.js,text/javascript; charset=UTF-8",
    "/favicon.svg,image/svg+xml",
    "/README,application/octet-stream"
  })
  void theTypeFollowsFromTheName(String path, String type) {
    assertThat(PageFile.of(path, new byte[0]).type()).isEqualTo(type);
  }
}
