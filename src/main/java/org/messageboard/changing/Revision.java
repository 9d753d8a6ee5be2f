package org.messageboard.changing;

import java.util.List;
import java.util.regex.Pattern;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * The header {@code If-Match} of an edit (RFC 9110, section 13.1.1): the revision that the editor
 * has seen.
 *
 * @param seen 0 for any
 */
record Revision(int seen) {

  private static final Pattern FORM = Pattern.compile("\"([0-9]{1,8})\"");

  /**
   * @param header such as {@code "2"}; null or {@code *} for any revision
   * @throws ProblemException status 400 when it has another form
   */
  static Revision of(String header) {
    if (header == null || header.strip().equals("*")) {
      return new Revision(0);
    }
    var found = FORM.matcher(header.strip());
    if (!found.matches()) {
      throw new ProblemException(
          Problem.of(
              400,
              List.of(
                  new FieldError(
                      "If-Match", "If-Match must be the message's revision, such as \"1\"."))));
    }
    return new Revision(Integer.parseInt(found.group(1)));
  }

  /**
   * The revision that an edit makes. The editor may have seen a newer revision than this server,
   * such as one of its own that is still on its way.
   *
   * @param current the message's revision, as far as this server knows
   * @throws ProblemException status 412 when the editor has seen an older one
   */
  int after(int current) {
    if (seen > 0 && seen < current) {
      throw new ProblemException(
          Problem.of(
              412,
              "The message has been edited in the meantime: it is at revision " + current + "."));
    }
    return Math.max(seen, current) + 1;
  }
}
