package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One version of the page: all of its files as they are sent. Immutable.
 *
 * <p>In the HTML that is sent, links to files lead to {@code assets/<version>/}, all stylesheets of
 * index.html are one, and so are all modules that it starts with.
 */
final class Page {

  static final String INDEX = "/index.html";

  /** Its addresses are relative to its own, which must be of the page's origin. */
  private static final String MANIFEST = "/manifest.json";

  /** All stylesheets, in a directory with them because their links are relative. */
  private static final String STYLES = "/css/page.css";

  private static final Pattern STYLESHEET =
      Pattern.compile(
          "<link rel=\"stylesheet\" href=\"([^\"]+)\"(?: media=\"([^\"]+)\")? ?/?>\\s*");

  /** A relative link, but none to a part of the same document. */
  private static final Pattern LINK =
      Pattern.compile("(?<=\\s(?:href|src)=\")(?:\\./|/)?([^\":#]*)(?=\")");

  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  private final Map<String, PageFile> files = new HashMap<>();
  private final String version;
  private final String policy;

  /**
   * @param contents the files by their paths, such as {@code /js/main.js}
   */
  Page(SortedMap<String, byte[]> contents, PageSettings settings) {
    contents.forEach((path, content) -> files.put(path, PageFile.of(path, content)));
    Bundle.of(files).forEach(this::put);
    var styles = new StringBuilder();
    var html = withOneStylesheet(files.get(INDEX).text(), styles);
    put(STYLES, styles.toString());
    version = version(new TreeMap<>(files));
    var assets = settings.elsewhere() ? settings.assets() : "./assets/";
    var index = linked(html, "./", assets).replace("{version}", version);
    index = index.replace("{auth}", settings.auth()).replace("{read}", settings.read());
    index =
        index.replace("{transport}", settings.transport().equals("socket") ? " data-socket" : "");
    index = index.replace("{statistics}", settings.statistics() ? " data-statistics" : "");
    files.put(INDEX, PageFile.of(INDEX, index.getBytes(UTF_8)).ofVersion(version));
    policy = SecurityHeaders.policy(settings.source(), hashes(index));
  }

  private void put(String path, String text) {
    files.put(path, PageFile.of(path, text.getBytes(UTF_8)));
  }

  /**
   * The start of a hash of all files as they are sent, so that a server that makes others of the
   * same sources has other addresses, too.
   */
  private static String version(SortedMap<String, PageFile> files) {
    var digest = sha256();
    files.forEach(
        (path, file) -> {
          digest.update((path + ' ' + file.content().length + ' ').getBytes(UTF_8));
          digest.update(file.content());
        });
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private String withOneStylesheet(String html, StringBuilder styles) {
    return STYLESHEET
        .matcher(html)
        .replaceAll(
            link -> {
              boolean first = styles.isEmpty();
              var css = files.get("/" + link.group(1)).text();
              var media = link.group(2);
              styles.append(media == null ? css : "@media %s {\n%s}\n".formatted(media, css));
              return first ? link.group().replace(link.group(1), STYLES.substring(1)) : "";
            });
  }

  /**
   * @param root path to the page's own directory, such as {@code ../}
   * @param assets address of the directory of all versions' files
   */
  private String linked(String html, String root, String assets) {
    return LINK.matcher(html)
        .replaceAll(
            link -> (isAsset("/" + link.group(1)) ? assets + version + "/" : root) + link.group(1));
  }

  private boolean isAsset(String path) {
    return files.containsKey(path) && !path.endsWith(".html") && !path.equals(MANIFEST);
  }

  /** What the policy needs to allow the scripts in the HTML: a space and a source for each. */
  private static String hashes(String html) {
    return SCRIPT
        .matcher(html)
        .results()
        .map(script -> sha256().digest(script.group(1).getBytes(UTF_8)))
        .map(hash -> " 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .collect(Collectors.joining());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** The file at this path of the page's directory, or null if there is none. */
  PageFile file(String path) {
    return files.get(path);
  }

  /** The file at this path below {@code assets/<version>}, or null if there is none. */
  PageFile asset(String path) {
    return isAsset(path) ? files.get(path) : null;
  }

  boolean isVersion(String other) {
    return version.equals(other);
  }

  /** The Content Security Policy of index.html. */
  String policy() {
    return policy;
  }

  /**
   * An error page, which is shown at any address.
   *
   * @param root relative path from that address to the page's directory
   */
  String errorPage(String path, String root) {
    return linked(files.get(path).text(), root, root + "assets/");
  }
}
