package org.messageboard.keeping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/** The lines of a body, one at a time. */
final class ImportLines {

  /** Bytes: more than the longest message with many revisions has. */
  static final int LONGEST = 4 << 20;

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long number;

  ImportLines(InputStream in) {
    this.in = in;
  }

  /** The number of the newest line, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line, without its end; null after the last one.
   *
   * @throws ProblemException status 400 if it is too long
   */
  byte[] next() throws IOException {
    number++;
    var line = new ByteArrayOutputStream();
    while (at < end || fill()) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (line.size() > LONGEST) {
        throw wrong("must have at most " + LONGEST + " bytes.", null);
      }
      if (at < end) {
        at++;
        return line.toByteArray();
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** The refusal of the newest line. */
  ProblemException wrong(String what, Throwable cause) {
    var where = "line " + number;
    var sentence = "Line " + number + " " + what + " The lines before it were imported.";
    return new ProblemException(Problem.of(400, List.of(new FieldError(where, sentence))), cause);
  }
}
