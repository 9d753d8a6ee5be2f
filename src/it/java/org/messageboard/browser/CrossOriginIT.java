package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages of other origins that use the API in a browser that has been at the board. */
class CrossOriginIT extends BoardInBrowser {

  private static final String PREPARE =
      """
      async ([address, channel]) => {
        const { BoardClient } = await import('./board-client.js');
        const options = { credentials: 'include' };
        const board = new BoardClient(address, { fetch: (url, more) => fetch(url, { ...more, ...options }) });
        const until = async (condition) => {
          for (let i = 0; i < 200 && !(await condition()); i++) await new Promise((go) => setTimeout(go, 50));
        };
        const socket = (query) => new WebSocket(board.url('messages/socket', query).replace(/^http/, 'ws'));
        const opens = (source) => new Promise((say) => {
          source.onopen = () => say(true);
          source.onerror = () => say(false);
        });
        Object.assign(window, { board, channel, options, until, socket, opens });
      }
      """;

  /** A message's life, seen by board-client.js, an EventSource and a WebSocket. */
  private static final String LIVE =
      """
      async () => {
        const { position: lastEventId } = await board.request(`messages?channel=${channel}`);
        const all = [[], [], []];
        const [client, source, webSocket] = all;
        const nothing = () => {};
        const listener = { onOpen: nothing, onHeard: nothing, onRetry: nothing, onEnd: nothing };
        listener.onEvent = (type, data) => data && client.push(type);
        board.stream(lastEventId, listener, { channel });
        const events = new EventSource(board.url('messages/stream', { channel, lastEventId }), { withCredentials: true });
        for (const type of ['message', 'edited', 'deleted']) events.addEventListener(type, () => source.push(type));
        const frames = socket({ channel, lastEventId });
        frames.onmessage = ({ data }) => {
          const { type = 'message', channel } = JSON.parse(data);
          if (channel) webSocket.push(type);
        };

        const key = crypto.randomUUID();
        const post = { method: 'POST', body: JSON.stringify({ author: 'Ada', content: 'from elsewhere', channel }) };
        post.headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
        const { headers: told } = await fetch(board.url('messages'), { ...post, ...options });
        const url = board.url(`messages/${key}`);
        await until(() => all.every(({ length }) => length));
        const { mine } = await board.request(`messages/${key}`);
        const headers = { 'Content-Type': 'application/json', 'If-Match': '"1"' };
        const edit = { method: 'PUT', headers, body: JSON.stringify({ content: 'edited elsewhere' }) };
        const statuses = [(await fetch(url, edit)).status];
        for (const change of [edit, { method: 'DELETE' }]) {
          const seen = client.length;
          statuses.push((await fetch(url, { ...change, ...options })).status);
          // An edit of what is deleted by then may be left out
          await until(() => all.every(({ length }) => length > seen));
        }
        return { mine, statuses, seen: all, location: told.get('Location').endsWith(key) };
      }
      """;

  /** What a page tries that the board does not know; the last request needs no preflight. */
  private static final String TRY =
      """
      async () => {
        const read = (url, more) => fetch(url, { ...options, ...more }).then(({ status }) => status, ({ name }) => name);
        const post = { method: 'POST', body: JSON.stringify({ author: 'Eve', content: 'forged', channel }) };
        const json = { ...post, headers: { 'Content-Type': 'application/json' } };
        const url = board.url('messages');
        // Asked at once: either may have failed before the other has
        const sources = [new EventSource(board.url('messages/stream'), { withCredentials: true }), socket()];
        const opened = await Promise.all(sources.map(opens));
        sources.forEach((source) => source.close());
        const requests = [{}, json, { method: 'DELETE' }, { ...post, mode: 'no-cors' }];
        return { opened, answers: await Promise.all(requests.map((request) => read(url, request))) };
      }
      """;

  @Test
  void aPageOfAnAllowedOriginDoesWhatTheBoardsOwnDoes() {
    var page = visitor("other-origin", http.otherOrigin());
    var did = (Map<?, ?>) page.evaluate(LIVE);
    assertThat(did.get("mine")).as("the guest's cookie was sent").isEqualTo(true);
    assertThat(did.get("statuses")).as("without the cookie, and with it").isEqualTo(STATUSES);
    assertThat(did.get("location")).as("a header that is exposed").isEqualTo(true);
    var life = List.of("message", "edited", "deleted");
    assertThat(did.get("seen")).isEqualTo(List.of(life, life, life));
  }

  private static final List<Integer> STATUSES = List.of(403, 202, 202);

  @Test
  void aPageOfAnyOtherOriginReadsAndWritesNothing() {
    try (var foreign = OtherOrigin.start()) {
      var did = (Map<?, ?>) visitor("foreign-origin", foreign).evaluate(TRY);
      assertThat(did.get("opened")).isEqualTo(List.of(false, false));
      assertThat(did.get("answers")).isEqualTo(Collections.nCopies(4, "TypeError"));
      http.post("foreign-origin", "Ada", "after");
      assertThat(http.contents("foreign-origin")).containsExactly("after");
    }
  }

  /** A page of the origin, in a browser that is known to the board as a guest. */
  private Page visitor(String channel, OtherOrigin origin) {
    var browser = windows.browser();
    windows.open(browser, http.board(), channel);
    var page = browser.newPage();
    page.navigate(origin.toString());
    page.evaluate(PREPARE, List.of(http.board().uri().toString(), channel));
    return page;
  }
}
