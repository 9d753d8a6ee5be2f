package org.messageboard;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents' links work, the tests they name exist, and their lines are not too long. */
class DocumentsTest {

  private static final int COLUMNS = 120;
  private static final Path README = Path.of("README.md");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)#?([^)]*)\\)");
  private static final Pattern TEST =
      Pattern.compile("\\b([A-Z]\\w*[a-z](?:Test|IT|Suite|Benchmark))\\b");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  /** A link from a page to a file or to a heading in a file. */
  private record Link(Path page, String path, String anchor) {

    Path target() {
      return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    boolean leadsNowhere() {
      return !Files.exists(target()) || !anchor.isEmpty() && !anchors(target()).contains(anchor);
    }
  }

  @Test
  void everyLinkLeadsToAnExistingFileAndHeading() {
    assertThat(pages().flatMap(DocumentsTest::links))
        .hasSizeGreaterThan(100)
        .filteredOn(Link::leadsNowhere)
        .isEmpty();
  }

  @Test
  void theReadmeLinksToEveryPage() {
    assertThat(links(README).map(Link::target)).containsAll(pages().skip(1).toList());
  }

  @Test
  void linesFitExceptInTablesAndCode() {
    assertThat(pages()).hasSizeGreaterThan(10).allSatisfy(DocumentsTest::fits);
  }

  /** So nothing is said to be tested that is not. */
  @Test
  void theTestsThatPagesNameExist() throws IOException {
    var named =
        pages()
            .flatMap(page -> TEST.matcher(prose(page)).results())
            .map(found -> found.group(1))
            .collect(toSet());
    assertThat(named).hasSizeGreaterThan(40).isSubsetOf(tests());
  }

  /** The names of the tests' classes. */
  private static Set<String> tests() throws IOException {
    try (var files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(toSet());
    }
  }

  private static void fits(Path page) {
    assertThat(prose(page).lines())
        .isNotEmpty()
        .filteredOn(line -> line.length() > COLUMNS && !line.startsWith("|"))
        .isEmpty();
  }

  /** README.md first. */
  private static Stream<Path> pages() {
    return Stream.concat(
        Stream.of(README),
        Stream.of(Path.of(""), Path.of("docs"))
            .flatMap(DocumentsTest::files)
            .filter(file -> file.toString().endsWith(".md") && !file.equals(README)));
  }

  private static Stream<Path> files(Path directory) {
    try (var files = Files.list(directory)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Link> links(Path page) {
    return LINK.matcher(prose(page))
        .results()
        .map(found -> new Link(page, found.group(1), found.group(2)));
  }

  /** The anchors that GitHub gives the page's headings. */
  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(prose(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static String prose(Path page) {
    try {
      return CODE.matcher(Files.readString(page)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
