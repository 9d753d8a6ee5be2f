package org.messageboard.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.messageboard.archive.ArchiveMetrics.Operation;
import org.messageboard.board.Viewer;

/** Finds messages by their words. */
@ApplicationScoped
@Bulkhead(8)
@CircuitBreaker(
    requestVolumeThreshold = 8,
    failureRatio = 0.75,
    delay = 1000,
    failOn = ArchiveAwayException.class)
public class ArchiveSearch {

  /** Newest messages that are looked through before the index of words is asked. */
  private static final int WINDOW = 5_000;

  /** Newest matching messages of which the best are found. */
  private static final int RANKED = 1_000;

  @Inject Archive archive;

  /**
   * A page of hits as JSON.
   *
   * @param viewer who searches
   * @throws ArchiveAwayException when PostgreSQL does not answer within five seconds
   */
  public String search(SearchQuery query, Viewer viewer) {
    return archive.read(
        Operation.SEARCH,
        sql -> {
          var found = query.isEmpty() ? List.<StoredMessage>of() : find(sql, query, viewer);
          boolean more = found.size() > query.limit();
          var shown = more ? found.subList(0, query.limit()) : found;
          return json(query, shown, new MessageRows(sql, viewer.subject()).json(shown), more);
        });
  }

  private static List<StoredMessage> find(Sql sql, SearchQuery query, Viewer viewer)
      throws SQLException {
    int limit = query.limit() + 1;
    var selection = selection(query, viewer);
    if (query.tsquery() == null) {
      return selection.newest(sql, limit);
    }
    if (!query.isIndexed()) {
      return selection.newestAmong(sql, Integer.MAX_VALUE, limit);
    }
    return query.rank() ? best(sql, selection, query.limit()) : newest(sql, selection, limit);
  }

  private static List<StoredMessage> newest(Sql sql, Selection selection, int limit)
      throws SQLException {
    var recent = selection.newestAmong(sql, WINDOW, limit);
    if (recent.size() == limit) {
      return recent;
    }
    long depth = depth(limit, recent.size());
    if (isQuicker(depth, selection.estimate(sql))) {
      var deeper = selection.newestAmong(sql, depth, limit);
      if (deeper.size() == limit) {
        return deeper;
      }
    }
    return selection.newestByIndex(sql, limit);
  }

  private static List<StoredMessage> best(Sql sql, Selection selection, int limit)
      throws SQLException {
    long depth = depth(RANKED, selection.newestAmong(sql, WINDOW, RANKED).size());
    return isQuicker(depth, selection.estimate(sql))
        ? selection.bestAmong(sql, depth, RANKED, limit)
        : selection.best(sql, RANKED, limit);
  }

  /** Among so many of the newest messages there should be more hits than are wanted. */
  private static long depth(int wanted, int found) {
    return found == 0 ? Long.MAX_VALUE : 2L * wanted * WINDOW / found;
  }

  /** A message that is read in the order of places costs a fraction of one that the index finds. */
  private static boolean isQuicker(long inOrder, long found) {
    return inOrder / 16 < found;
  }

  private static Selection selection(SearchQuery query, Viewer viewer) {
    return new Selection(viewer)
        .channel(query.channel())
        .authorLike(query.author())
        .from(query.from())
        .before(query.before())
        .undeleted()
        .matching(query.tsquery());
  }

  private static String json(
      SearchQuery query, List<StoredMessage> messages, List<String> jsons, boolean more) {
    var text = new StringBuilder("{\"hits\":[");
    for (int i = 0; i < messages.size(); i++) {
      text.append(i > 0 ? ",{" : "{").append("\"message\":").append(jsons.get(i)).append(',');
      text.append(members(Snippet.of(messages.get(i).content(), query.terms())));
    }
    text.append(']');
    if (more) {
      var next = Cursor.at(messages.get(messages.size() - 1).place());
      text.append(",\"next\":\"").append(next).append('"');
    }
    return text.append('}').toString();
  }

  /** The snippet's members and the brace that ends the hit. */
  private static String members(Snippet snippet) {
    var text = new StringWriter(300);
    try (JsonGenerator json = Json.createGenerator(text)) {
      json.writeStartObject();
      snippet.write(json);
      json.writeEnd();
    }
    return text.toString().substring(1);
  }
}
