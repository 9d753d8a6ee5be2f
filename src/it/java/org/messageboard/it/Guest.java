package org.messageboard.it;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.messageboard.dev.Await;

/**
 * A browser as far as the board knows it: what it sends is from the board's own page.
 *
 * @param cookie name and value, as it is sent
 */
record Guest(String cookie) {

  /** Loads the page for the first time. A server that has just started knows its keys soon. */
  static Guest of(Board board) {
    var found = new ArrayList<String>();
    Await.until(() -> found.addAll(cookies(board.get(""))), Duration.ofSeconds(10));
    return new Guest(found.get(0).split(";", 2)[0]);
  }

  /** The cookies that an answer sets, with their attributes. */
  static List<String> cookies(HttpResponse<?> answer) {
    return answer.headers().allValues("Set-Cookie");
  }

  /** Posts under a key, as the page does. */
  HttpResponse<String> post(Board board, JsonObject message, String key) {
    return board.postOnce(
        message, "Idempotency-Key", key, "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
  }

  /** Changes something, as the page does; further headers are names and values in turn. */
  HttpResponse<String> change(
      Board board, String method, String path, JsonObject body, String... headers) {
    var all = Stream.of("Cookie", cookie, "Sec-Fetch-Site", "same-origin");
    var sent = Stream.concat(all, Stream.of(headers)).toArray(String[]::new);
    return board.change(method, path, body, sent);
  }

  HttpResponse<String> get(Board board, String path) {
    return board.get(path, "Cookie", cookie);
  }
}
