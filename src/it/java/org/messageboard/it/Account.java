package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageboard.dev.OpenIdProvider.Person;

/**
 * A browser that signs in, as far as the board and the provider know it. It keeps cookies and
 * follows no redirect by itself.
 */
final class Account {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Map<String, String> cookies = new LinkedHashMap<>();

  /** Somebody who has just signed in. */
  static Account of(Person person, Board board) {
    var account = new Account();
    account.signIn(person, board, board, "");
    return account;
  }

  /**
   * Signs in.
   *
   * @param begin the server where it begins
   * @param end the server where the provider's answer arrives
   * @param query of the first request
   * @return the board's last answer
   */
  HttpResponse<String> signIn(Person person, Board begin, Board end, String query) {
    return end(end, answer(person, begin(begin, query)));
  }

  /** Where the board sends it to sign in. */
  URI begin(Board board, String query) {
    return Board.location(get(board, "api/sign-in" + query));
  }

  /** Where the provider sends a person who has signed in there. */
  static URI answer(Person person, URI provider) {
    return answer(person.subject(), person.claims(), provider);
  }

  static URI answer(String subject, String claims, URI provider) {
    var form =
        Stream.of("username=" + subject, "claims=" + encoded(claims))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(provider)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return URI.create(
          HTTP.send(request, BodyHandlers.ofString())
              .headers()
              .firstValue("Location")
              .orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted at the provider.", e);
    }
  }

  /** Takes the provider's answer to a server. */
  HttpResponse<String> end(Board board, URI answer) {
    return get(board, "api/sign-in/callback?" + answer.getRawQuery());
  }

  HttpResponse<String> get(Board board, String path, String... headers) {
    return kept(board.get(path, with(headers, "Cookie", cookie())));
  }

  /** Changes something as the page does. */
  HttpResponse<String> change(Board board, String method, String path, JsonObject body) {
    var headers = with(new String[0], "Cookie", cookie(), "Sec-Fetch-Site", "same-origin");
    return kept(board.change(method, path, body, headers));
  }

  HttpResponse<String> post(Board board, JsonObject message) {
    return change(board, "POST", "api/messages", message);
  }

  /** A stream of its own connection, with the present cookies. */
  SseClient stream(Board board, String query, String lastEventId) {
    var sent = Map.of("Cookie", List.of(cookie()));
    var handler =
        new CookieHandler() {
          @Override
          public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            return sent;
          }

          @Override
          public void put(URI uri, Map<String, List<String>> headers) {}
        };
    var http = HttpClient.newBuilder().cookieHandler(handler).build();
    return new Board(board.uri(), http).stream(query, lastEventId);
  }

  JsonObject session(Board board) {
    return Board.json(get(board, "api/session"));
  }

  /** The cookies as they are sent. */
  String cookie() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; ", "a=b; ", ""));
  }

  String sessionCookie() {
    return cookies.get("board-session");
  }

  /** Another browser with the same cookies. */
  Account copy() {
    var copy = new Account();
    copy.cookies.putAll(cookies);
    return copy;
  }

  private HttpResponse<String> kept(HttpResponse<String> answer) {
    for (var header : answer.headers().allValues("Set-Cookie")) {
      var cookie = header.split(";", 2)[0].split("=", 2);
      if (header.contains("Max-Age=0")) {
        cookies.remove(cookie[0]);
      } else {
        cookies.put(cookie[0], cookie[1]);
      }
    }
    return answer;
  }

  private static String[] with(String[] headers, String... more) {
    return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
