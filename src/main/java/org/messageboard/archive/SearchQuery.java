package org.messageboard.archive;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageboard.archive.Cursor.At;
import org.messageboard.board.ChannelName;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * What a client searches for. Every instance is valid.
 *
 * @param terms the words
 * @param channel only messages in this channel, or null
 * @param author only messages by this author, whatever the case and accents, or null
 * @param from only messages since this place
 * @param before only messages before this place
 * @param link whether only messages with a link
 * @param rank whether the best come first, instead of the newest
 * @param limit maximum number of messages
 */
public record SearchQuery(
    SearchTerms terms,
    String channel,
    String author,
    long from,
    long before,
    boolean link,
    boolean rank,
    int limit) {

  static final int MAX_LIMIT = 100;

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LENGTH = 200;

  /**
   * The parameters of a request; each may be null.
   *
   * @param from the earliest time, a date or a time in ISO-8601
   * @param to the first time that is too late
   * @param before the cursor of the page before
   */
  public record Parameters(
      String q,
      String channel,
      String author,
      String from,
      String to,
      String before,
      String has,
      String sort,
      String limit) {

    /**
     * The query.
     *
     * @throws ProblemException with status 400, listing every invalid parameter
     */
    public SearchQuery query() {
      var errors = new ArrayList<FieldError>();
      check(q == null || q.length() <= MAX_LENGTH, "q", "have at most 200 characters", errors);
      check(channel == null || ChannelName.isValid(channel), "channel", "be a channel", errors);
      check(has == null || has.equals("link"), "has", "be link", errors);
      check(sort == null || sort.matches("newest|rank"), "sort", "be newest or rank", errors);
      long earliest = place("from", from, 0, errors);
      long latest = Math.min(place("to", to, Place.HIGHEST, errors), cursor(errors));
      int count = count(errors);
      if (!errors.isEmpty()) {
        throw new ProblemException(Problem.of(400, errors));
      }
      var terms = new SearchTerms(q == null ? "" : q);
      return new SearchQuery(
          terms, channel, author, earliest, latest, has != null, "rank".equals(sort), count);
    }

    private static void check(boolean fits, String name, String rule, List<FieldError> errors) {
      if (!fits) {
        errors.add(new FieldError(name, name + " must " + rule + "."));
      }
    }

    private static long place(String name, String value, long otherwise, List<FieldError> errors) {
      try {
        return value == null ? otherwise : Place.first(time(value).toEpochMilli());
      } catch (DateTimeParseException | ArithmeticException e) {
        check(false, name, "be a date or a time in UTC, such as 2026-03-01", errors);
        return otherwise;
      }
    }

    private static Instant time(String value) {
      return Instant.parse(value.length() == 10 ? value + "T00:00:00Z" : value);
    }

    private long cursor(List<FieldError> errors) {
      if (before == null) {
        return Place.HIGHEST;
      }
      var cursor = Cursor.isMeant(before) ? Cursor.parse(before) : Optional.<Cursor>empty();
      if (cursor.isPresent() && cursor.get() instanceof At at) {
        return at.place();
      }
      check(false, "before", "be the next of a page", errors);
      return 0;
    }

    private int count(List<FieldError> errors) {
      if (limit == null) {
        return DEFAULT_LIMIT;
      }
      boolean fits = limit.matches("[0-9]{1,3}") && !limit.matches("0+");
      int count = fits ? Integer.parseInt(limit) : 1;
      check(fits && count <= MAX_LIMIT, "limit", "be a whole number from 1 to 100", errors);
      return count;
    }
  }

  /** Whether there is nothing to search for. */
  boolean isEmpty() {
    return terms.isEmpty() && channel == null && author == null && !link;
  }

  /** As PostgreSQL reads a {@code tsquery}, or null for any text. */
  String tsquery() {
    var words = terms.isEmpty() ? "" : terms.tsquery();
    if (!link) {
      return words.isEmpty() ? null : words;
    }
    return (words.isEmpty() ? "" : words + " & ") + "'" + Words.LINK + "'";
  }

  /** Whether the index of words can find the messages. */
  boolean isIndexed() {
    return link || terms.isIndexed();
  }
}
