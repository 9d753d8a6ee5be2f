package org.messageboard.keeping;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import org.messageboard.archive.ArchiveExport;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/** How an export is written. */
enum ExportFormat {
  /** A JSON object on each line: all that there is, to be imported or to go on. */
  NDJSON("application/x-ndjson", "message-board.ndjson") {
    @Override
    String text(JsonObject line) {
      return line + "\n";
    }
  },
  /** For people to read. */
  MARKDOWN("text/markdown;charset=UTF-8", "message-board.md") {
    @Override
    String text(JsonObject line) {
      return new MarkdownLine(line).toString();
    }
  };

  private final String mediaType;
  private final String fileName;

  ExportFormat(String mediaType, String fileName) {
    this.mediaType = mediaType;
    this.fileName = fileName;
  }

  /** The lines of an export on their way to a client. */
  final class Lines implements ArchiveExport.Lines {

    private final Writer out;
    private long messages;

    private Lines(OutputStream out) {
      this.out = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
    }

    @Override
    public void write(JsonObject line) throws IOException {
      messages += line.getString("type").equals("message") ? 1 : 0;
      out.write(text(line));
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /**
     * Writes the last line. Without one the export was cut off.
     *
     * @param failure why it ends early, or null
     */
    void end(String failure) throws IOException {
      var json = Json.createObjectBuilder();
      if (failure == null) {
        json.add("type", "end").add("messages", messages);
      } else {
        json.add("type", "error").add("detail", failure);
      }
      out.write(text(json.build()));
      out.flush();
    }
  }

  /**
   * The format of this name; the first if it is null.
   *
   * @throws ProblemException status 400 if there is none
   */
  static ExportFormat of(String name) {
    if (name == null || name.equals("ndjson")) {
      return NDJSON;
    }
    if (name.equals("markdown")) {
      return MARKDOWN;
    }
    throw new ProblemException(
        Problem.of(400, List.of(new FieldError("format", "format must be ndjson or markdown."))));
  }

  Lines lines(OutputStream out) {
    return new Lines(out);
  }

  String mediaType() {
    return mediaType;
  }

  String fileName() {
    return fileName;
  }

  abstract String text(JsonObject line);
}
