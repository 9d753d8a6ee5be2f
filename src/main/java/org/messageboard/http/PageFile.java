package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is sent.
 *
 * @param type its media type
 * @param tag the opaque part of its entity tag
 * @param content its bytes
 * @param compressed the same by gzip; {@code content} itself if gzip saves nothing
 */
record PageFile(String type, String tag, byte[] content, byte[] compressed) {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=UTF-8",
          "js", "text/javascript; charset=UTF-8",
          "css", "text/css; charset=UTF-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "json", "application/manifest+json",
          "yaml", "application/yaml");

  /** One that fills its lines. A block's end does not count inside the block's first lines. */
  private static final Pattern COMMENT =
      Pattern.compile("(?m)^[ \\t]*+(?://.*+|/\\*[^*]*+(?:\\*(?!/)[^*]*+)*+\\*/[ \\t]*+$)");

  private static final Pattern INDENTATION = Pattern.compile("(?m)^[ \\t]+");

  /** An entity tag (RFC 9110, section 8.8.3): any characters in quotes. */
  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  /** A list that has gzip with a weight above 0 (RFC 9110, section 12.5.3). */
  private static final Pattern GZIP =
      Pattern.compile("(?i)(.*,)?\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$)).*)?(,.*)?");

  /**
   * A file named such as {@code /js/main.js}, with a tag of its content. Scripts and styles are
   * sent without comments and indentation, except those of others, whose comments are licences.
   */
  static PageFile of(String path, byte[] source) {
    boolean isOwn = path.matches("(?!.*/vendor/).*\\.(js|css)");
    var content = isOwn ? shortened(new String(source, UTF_8)).getBytes(UTF_8) : source;
    var type = TYPES.getOrDefault(path.replaceFirst(".*\\.", ""), "application/octet-stream");
    var compressed = gzip(content);
    boolean saves = compressed.length < content.length;
    var tag = UUID.nameUUIDFromBytes(content).toString();
    return new PageFile(type, tag, content, saves ? compressed : content);
  }

  /** The same file with a tag that begins with the version of the page. */
  PageFile ofVersion(String version) {
    return new PageFile(type, version + "-" + tag, content, compressed);
  }

  /** Without comments, and without indentation, on which no text that spans lines depends. */
  static String shortened(String source) {
    return INDENTATION.matcher(withoutComments(source)).replaceAll("");
  }

  /** Leaves all line ends in place, and so the line numbers. */
  static String withoutComments(String source) {
    return COMMENT.matcher(source).replaceAll(lines -> lines.group().replaceAll(".+", ""));
  }

  private static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new BestGzip(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Each file is compressed once. */
  private static final class BestGzip extends GZIPOutputStream {

    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  String text() {
    return new String(content, UTF_8);
  }

  /** Answers GET or HEAD with the file, or with 304 if the client has it. */
  void sendIfChanged(HttpServletRequest request, HttpServletResponse response) throws IOException {
    // Weak, because it is the same for both forms
    response.setHeader("ETag", "W/\"" + tag + '"');
    // A cache would add a cookie that came with 304 to the copy that it has for everybody
    boolean isWhole = response.containsHeader("Set-Cookie");
    if (isWhole || !matches(header(request, "If-None-Match"), tag)) {
      send(request, response);
      return;
    }
    addVary(response);
    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
  }

  private void addVary(HttpServletResponse response) {
    if (compressed != content) {
      response.setHeader("Vary", "Accept-Encoding");
    }
  }

  /** Answers GET or HEAD with the file. */
  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    addVary(response);
    response.setContentType(type);
    var body = acceptsGzip(header(request, "Accept-Encoding")) ? compressed : content;
    if (body != content) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentLength(body.length);
    if (!"HEAD".equals(request.getMethod())) {
      response.getOutputStream().write(body);
    }
  }

  /** A header that is a list; empty if it is missing. */
  private static String header(HttpServletRequest request, String name) {
    return String.join(",", Collections.list(request.getHeaders(name)));
  }

  static boolean acceptsGzip(String header) {
    return GZIP.matcher(header).matches();
  }

  /** Weak comparison (RFC 9110, section 13.1.2). */
  static boolean matches(String header, String tag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(one -> one.group(1).equals(tag));
  }
}
