package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's own files, as the server sends them. */
class PageTest {

  /** The styles of what is loaded where people sign in, and of the statistics. */
  private static final List<String> LATER =
      List.of("/css/rooms.css", "/css/sign-in.css", "/css/statistics.css");

  private static final Path FILES = Path.of("src/main/webapp");
  static final PageSettings HERE = new PageSettings("", "guest", "public", "sse", false);
  private static final PageSettings CDN =
      new PageSettings("https://cdn.example:8443/board/", "oidc", "signed-in", "socket", true);

  private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"([^\"#]+)\"");

  @Test
  void theVersionChangesWithAnyFileAndWithNothingElse() throws IOException {
    var version = version(new Page(contents(), HERE));
    assertThat(version).matches("[0-9a-f]{16}").isEqualTo(version(new Page(contents(), CDN)));
    for (var path : contents().keySet()) {
      var changed = contents();
      changed.put(path, (new String(changed.get(path), UTF_8) + "\n").getBytes(UTF_8));
      assertThat(version(new Page(changed, HERE))).as(path).isNotEqualTo(version);
    }
    var renamed = contents();
    renamed.put("/img/clock2.svg", renamed.remove("/img/clock.svg"));
    assertThat(version(new Page(renamed, HERE))).isNotEqualTo(version);
  }

  /** The browser does not check again what is below the version. */
  @Test
  void everyLinkButThoseToPagesAndTheManifestLeadsToTheVersion() throws IOException {
    var page = new Page(contents(), HERE);
    var here = "./assets/" + version(page) + "/";
    var links = links(page.file("/index.html").text());
    assertThat(links).hasSize(5).contains(here + "js/main.js", here + "favicon.svg");
    for (var link : links) {
      if (link.equals("./manifest.json")) {
        continue;
      }
      assertThat(link).startsWith(here);
      assertThat(page.asset(link.substring(here.length() - 1))).as(link).isNotNull();
    }
    assertThat(page.asset("/index.html")).isNull();
    assertThat(page.asset("/404.html")).isNull();
    assertThat(page.asset("/manifest.json")).isNull();
    assertThat(page.file("/manifest.json")).isNotNull();
  }

  @Test
  void theFilesOfAnotherOriginAreAllowedAndLinked() throws IOException {
    var page = new Page(contents(), CDN);
    assertThat(links(page.file("/index.html").text()))
        .contains("./manifest.json")
        .filteredOn(link -> !link.equals("./manifest.json"))
        .allMatch(link -> link.startsWith(CDN.assets() + version(page) + "/"));
    for (var kind : List.of("script", "style", "img", "font")) {
      assertThat(page.policy())
          .containsPattern("; %s-src 'self' https://cdn\\.example:8443[ ;]".formatted(kind));
    }
    assertThat(page.policy()).contains("connect-src 'self';").doesNotContain("8443/", "unsafe");
    assertThat(new Page(contents(), HERE).policy())
        .doesNotContain("https")
        .contains("font-src 'self';");
    assertThat(page.errorPage("/404.html", "../")).doesNotContain("cdn");
  }

  @Test
  void onlyThePagesOwnScriptIsAllowedInsideItsHtml() throws Exception {
    var page = new Page(contents(), HERE);
    var html = page.file("/index.html").text();
    assertThat(html.split("<script>", -1)).hasSize(2);
    var script = html.substring(html.indexOf("<script>") + 8, html.indexOf("</script>"));
    var hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
    assertThat(page.policy())
        .contains("'self' 'sha256-%s';".formatted(Base64.getEncoder().encodeToString(hash)))
        .containsOnlyOnce("sha256");
    assertThat(SecurityHeaders.policy("", "")).contains("script-src 'self';");
  }

  @Test
  void allStylesheetsAreOneFileInTheirOrder() throws IOException {
    var page = new Page(contents(), HERE);
    var linked = new ArrayList<String>();
    var all = new StringBuilder();
    for (var link : links(Files.readString(FILES.resolve("index.html")))) {
      if (link.endsWith(".css")) {
        linked.add("/" + link);
        var css = PageFile.shortened(Files.readString(FILES.resolve(link)));
        var media = link.contains("print") ? "print" : "(forced-colors: active)";
        boolean always = !link.matches("css/(print|forced-colors)\\.css");
        all.append(always ? css : "@media " + media + " {\n" + css + "}\n");
      }
    }
    linked.addAll(LATER);
    assertThat(linked)
        .containsExactlyInAnyOrderElementsOf(
            contents().keySet().stream().filter(path -> path.startsWith("/css/")).toList());
    assertThat(page.file("/css/page.css").text())
        .isEqualTo(all.toString())
        .doesNotContain("@import", "@charset");
    assertThat(links(page.file("/index.html").text()))
        .filteredOn(link -> link.endsWith(".css"))
        .containsExactly("./assets/" + version(page) + "/css/page.css");
  }

  @Test
  void allModulesThatThePageStartsWithAreOneFile() throws IOException {
    var page = new Page(contents(), HERE);
    var bundle = page.file("/js/main.js").text();
    assertThat(bundle).doesNotContainPattern("(?m)^import").contains("class Feed", "class Drawer");
    assertThat(page.asset("/js/feed.js").text()).contains("{ Feed }", "'./main.js'");
    assertThat(page.asset("/js/extras.js").text()).contains("class Extras");
    assertThat(bundle).doesNotContain("class Extras");
  }

  @Test
  void thePageKnowsAtOnceHowPeopleAreRecognised() throws IOException {
    assertThat(new Page(contents(), HERE).file("/index.html").text())
        .contains("<html lang=\"en\" data-auth=\"guest\" data-read=\"public\">");
    assertThat(new Page(contents(), CDN).file("/index.html").text())
        .contains(
            "<html lang=\"en\" data-auth=\"oidc\" data-read=\"signed-in\" data-socket data-statistics>");
  }

  /** Nothing of a sign-in, and of what comes with it, is loaded where there are guests. */
  @Test
  void whatSignsInIsNoPartOfTheBundle() throws IOException {
    var page = new Page(contents(), HERE);
    assertThat(page.asset("/js/sign-in.js").text()).contains("class SignIn");
    assertThat(page.asset("/js/components/rooms-view.js").text()).contains("class RoomsView");
    assertThat(page.file("/js/main.js").text())
        .contains("import('./sign-in.js')", "import('./components/rooms-view.js')")
        .doesNotContain("class SignIn", "class Rooms", "class Dialog");
  }

  /** What the browser asks for before the first messages are shown, and its compressed size. */
  @Test
  void theFirstScreenIsLight() throws IOException {
    var page = new Page(contents(), HERE);
    var html = page.file("/index.html");
    int bytes = html.compressed().length;
    var here = "./assets/" + version(page);
    var loaded = links(html.text()).stream().filter(link -> link.matches(".*\\.(js|css)")).toList();
    assertThat(loaded).containsExactly(here + "/css/page.css", here + "/js/main.js");
    for (var link : loaded) {
      bytes += page.asset(link.substring(here.length())).compressed().length;
    }
    assertThat(bytes).isBetween(30_000, 52_000);
  }

  @Test
  void anErrorPagesLinksLeadToTheContextRoot() throws IOException {
    var page = new Page(contents(), HERE);
    assertThat(page.errorPage("/error.html", "") + page.errorPage("/404.html", ""))
        .doesNotContain("<script");
    assertThat(links(page.errorPage("/404.html", "../../")))
        .containsExactly(
            "../../assets/%s/favicon.svg".formatted(version(page)),
            "../../assets/%s/css/tokens.css".formatted(version(page)),
            "../../assets/%s/css/base.css".formatted(version(page)),
            "../../");
  }

  private static String version(Page page) {
    var html = page.file("/index.html").text();
    var version = html.replaceFirst("(?s).*<meta name=\"version\" content=\"([^\"]*)\".*", "$1");
    assertThat(page.isVersion(version)).isTrue();
    assertThat(page.file("/index.html").tag()).startsWith(version + "-");
    return version;
  }

  private static List<String> links(String html) {
    return LINK.matcher(html).results().map(link -> link.group(1)).toList();
  }

  static SortedMap<String, byte[]> contents() throws IOException {
    var contents = new TreeMap<String, byte[]>();
    try (var files = Files.walk(FILES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var path = "/" + FILES.relativize(file).toString().replace('\\', '/');
        if (!path.startsWith("/WEB-INF/")) {
          contents.put(path, Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
