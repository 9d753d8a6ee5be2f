package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.dev.Await;

class PageFilesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "/nothing,'',./",
    "/,'',./",
    "/a/b,'',../",
    "/a/b/c/,'',../../../",
    "/board/nothing,/board,./",
    "/board/a/b,/board,../",
    "/one/two/a/b,/one/two,../"
  })
  void anErrorPagesLinksLeadToTheContextRoot(String address, String contextRoot, String up) {
    assertThat(PageFiles.pathToRoot(address, contextRoot)).isEqualTo(up);
  }

  @Test
  void nothingPrivateIsServed() throws Exception {
    write("index.html", "");
    write("js/main.js", "1");
    write("WEB-INF/web.xml", "<web-app/>");
    write("META-INF/MANIFEST.MF", "");
    var page = files("file").page();
    assertThat(page.file("/js/main.js")).isNotNull();
    assertThat(page.file("/WEB-INF/web.xml")).isNull();
    assertThat(page.file("/META-INF/MANIFEST.MF")).isNull();
  }

  @Test
  void inDevelopmentAChangedFileIsServedSoon() throws Exception {
    write("index.html", "");
    write("js/main.js", "1;");
    var files = files("file");
    var packed = files("jar");
    write("js/main.js", "2;");
    assertThat(Await.until(() -> main(files).contains("2;"), Duration.ofSeconds(20))).isTrue();
    assertThat(main(packed)).contains("1;");
  }

  private static String main(PageFiles files) {
    try {
      return files.page().file("/js/main.js").text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String path, String content) throws IOException {
    var file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /**
   * @param scheme of the addresses of the WAR's files
   */
  private PageFiles files(String scheme) throws Exception {
    var war =
        stub(
            ServletContext.class,
            (method, path) ->
                switch (method) {
                  case "getResource" -> address(scheme);
                  case "getResourcePaths" -> paths(path);
                  default -> Files.newInputStream(directory.resolve(path.substring(1)));
                });
    var files = new PageFiles();
    files.settings = PageTest.HERE;
    files.init(stub(FilterConfig.class, (method, none) -> war));
    return files;
  }

  private static URL address(String scheme) throws IOException {
    return scheme.equals("file")
        ? URI.create("file:/index.html").toURL()
        : URI.create("jar:file:/board.war!/index.html").toURL();
  }

  private Set<String> paths(String parent) throws IOException {
    try (var children = Files.list(directory.resolve(parent.substring(1)))) {
      return children
          .map(child -> parent + child.getFileName() + (Files.isDirectory(child) ? "/" : ""))
          .collect(Collectors.toSet());
    }
  }

  private interface Answer {
    Object to(String method, String argument) throws IOException;
  }

  private static <T> T stub(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answer.to(method.getName(), arguments == null ? "" : (String) arguments[0])));
  }
}
