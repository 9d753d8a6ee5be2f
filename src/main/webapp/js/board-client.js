// @ts-check
// A client of the board's protocol, docs/PROTOCOL.md (in brackets: its rules). It needs nothing but fetch, so it runs in
// browsers and in Node 18 or newer; the board's own page uses it.

/**
 * @typedef {{ name: 'connecting' | 'catching-up' | 'live' | 'delayed' | 'reconnecting' | 'offline' | 'paused', retryAt?: number }} Connection
 *   retryAt: by performance.now()
 * @typedef {{ position?: string, [member: string]: any }} Data  of an event
 * @typedef {object} Listener  what a stream says to whoever opened it; nothing after it was closed
 * @property {() => void} onOpen
 * @property {() => void} onHeard  something has come, be it a comment
 * @property {(type: string, data: Data | undefined, id: string | undefined) => void} onEvent  data: undefined for a position alone
 * @property {(ms: number) => void} onRetry  how long to wait before the next stream
 * @property {(problem?: Problem) => void} onEnd  the stream is over, or was never opened
 * @typedef {(after: string | null, listener: Listener) => { close: () => void }} Open  opens a stream after a position
 */

const PATIENCE_MS = 15_000;
const OPEN_PATIENCE_MS = 10_000;
const SILENCE_MS = 45_000;
const TICK_MS = 1_000;

/** An error whose message can be shown to the user. Status 0: the server did not answer. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {number} [retryAfterMs]
   */
  constructor(status, detail, retryAfterMs = 0) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** The request itself is at fault, so a retry would be refused too (E2). */
  get refused() {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }

  /** The server asks for fewer requests. */
  get tooFast() {
    return this.status === 429;
  }

  /** How long to wait before the next attempt (E3). A limit says exactly when it lets somebody go on. @param {Backoff} backoff */
  pauseMs(backoff) {
    return this.tooFast && this.retryAfterMs ? this.retryAfterMs : Math.max(backoff.next(), this.retryAfterMs);
  }

  /** The requested position belongs to an epoch that has ended: reload the history (H3). */
  get outdated() {
    return this.status === 409 || this.status === 410;
  }
}

/** Exponential backoff with jitter, so that a thousand clients that lost a server do not all return in one second. */
export class Backoff {
  #attempt = 0;

  /**
   * @param {number} firstMs
   * @param {number} longestMs
   */
  constructor(firstMs = 1_000, longestMs = 30_000) {
    this.firstMs = firstMs;
    this.longestMs = longestMs;
  }

  next() {
    const ceiling = Math.min(this.longestMs, this.firstMs * 2 ** this.#attempt++);
    return ceiling / 2 + (Math.random() * ceiling) / 2;
  }

  reset() {
    this.#attempt = 0;
  }
}

/**
 * Streams one after the other, each resuming from where the one before ended (S6). Everything that depends on time
 * happens in `check`, which may be called at any time.
 */
export class Subscription {
  /** @type {{ close: () => void } | null} */
  source = null;
  /** @type {Connection} */
  state = { name: 'connecting' };
  heardAt = 0;
  #backoff = new Backoff();
  #opened = false;
  #retryMs = 0;
  #timer = setInterval(() => this.check(), TICK_MS);

  /**
   * @param {Open} open
   * @param {string | null} resumeAt the position after which the first stream begins
   * @param {number} [silenceMs] after which a stream is broken (S7)
   */
  constructor(open, resumeAt, silenceMs = SILENCE_MS) {
    this.open = open;
    this.resumeAt = resumeAt;
    this.silenceMs = silenceMs;
  }

  /** Replace these three. @param {string} type @param {Data} data */
  onEvent(type, data) {}
  /** The history must be loaded again (R2). @param {Data} data */
  onReset(data) {}
  /** @param {Connection} state @param {Problem} [problem] why the stream was lost */
  onState(state, problem) {}

  /** Connects at once, in any state. */
  reconnect() {
    this.drop();
    this.heardAt = performance.now();
    this.become({ name: 'connecting' });
    this.source = this.open(this.resumeAt, {
      onOpen: () => this.#onOpen(),
      onHeard: () => (this.heardAt = performance.now()),
      onEvent: (type, data, id) => this.#take(type, data, id),
      onRetry: (ms) => (this.#retryMs = ms),
      onEnd: (problem) => this.lose(problem),
    });
  }

  close() {
    clearInterval(this.#timer);
    this.drop();
    this.state = { name: 'paused' };
  }

  /** Does whatever is due: reconnects, or gives up waiting. */
  check() {
    const { name, retryAt = 0 } = this.state;
    if (name === 'reconnecting' && performance.now() >= retryAt) this.reconnect();
    const patienceMs = this.#opened ? this.silenceMs : OPEN_PATIENCE_MS;
    if (this.source && performance.now() - this.heardAt > patienceMs) this.lose();
  }

  /** @param {Problem} [problem] */
  lose(problem) {
    // Not a backoff after a stream that was open: the server has said how long its clients wait
    const paused = this.#opened && this.#retryMs ? 0 : (problem ?? new Problem(0, '')).pauseMs(this.#backoff);
    const waitMs = Math.max(this.#retryMs, paused);
    this.drop();
    this.become({ name: 'reconnecting', retryAt: performance.now() + waitMs }, problem);
    setTimeout(() => this.check(), waitMs);
  }

  drop() {
    this.source?.close();
    this.source = null;
    this.#opened = false;
  }

  /** @param {Connection} state @param {Problem} [problem] */
  become(state, problem) {
    this.state = state;
    this.onState(state, problem);
  }

  #onOpen() {
    this.#opened = true;
    this.#backoff.reset();
    this.become({ name: 'live' });
  }

  /** @param {string} type @param {Data | undefined} data @param {string | undefined} id */
  #take(type, data, id) {
    if (id && type !== 'reset' && isPast(id, this.resumeAt)) return;
    if (id) this.resumeAt = id;
    if (data && type === 'reset') this.onReset(data);
    else if (data) this.onEvent(type, data);
  }
}

/** Requests of a board, with what docs/PROTOCOL.md says about answers that do not come. */
export class BoardClient {
  #base;
  #headers;
  #fetch;

  /**
   * @param {string | URL} address of the board, with a slash at its end
   * @param {{ headers?: Record<string, string>, fetch?: (url: string, options: RequestInit) => Promise<Response> }} [options]
   *   headers: of every request, such as Authorization (G2)
   */
  constructor(address, { headers = {}, fetch = (url, options) => globalThis.fetch(url, options) } = {}) {
    this.#base = new URL('api/', address);
    this.#headers = headers;
    this.#fetch = fetch;
  }

  /** @param {string} path below api/ @param {Record<string, string | number | undefined>} [query] */
  url(path, query = {}) {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    return url.href;
  }

  /**
   * @param {string} path below api/
   * @param {RequestInit} [options]
   * @param {number} [patienceMs]
   * @returns {Promise<any>} the answer's JSON; throws a Problem
   */
  async request(path, options = {}, patienceMs = PATIENCE_MS) {
    // Some browsers still in use do not have AbortSignal.timeout.
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs);
    try {
      const headers = { ...this.#headers, ...options.headers };
      const response = await this.#fetch(this.url(path), { cache: 'no-store', ...options, headers, signal: patience.signal });
      if (!response.ok) throw await problemOf(response);
      return await response.json();
    } catch (error) {
      throw problemBehind(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Posts until the board has the message (P2, P4); throws a Problem if it refuses that. Meanwhile post no other (P5).
   * @param {{ author?: string, content: string, channel?: string, replyTo?: string }} message
   * @param {string} key a random UUID; whoever keeps it may post the same again
   */
  async post(message, key) {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    return persist(() => this.request('messages', { method: 'POST', headers, body: JSON.stringify(message) }));
  }

  /**
   * Opens one stream (S1, S2).
   * @param {string | null} after
   * @param {Listener} listener
   * @param {{ channel?: string, author?: string }} [filter]
   */
  stream(after, listener, filter = {}) {
    const end = new AbortController();
    void this.#read(this.url('messages/stream', { ...filter, lastEventId: after ?? undefined }), end.signal, listener);
    return { close: () => end.abort() };
  }

  /** @param {string} url @param {AbortSignal} signal @param {Listener} listener */
  async #read(url, signal, listener) {
    const headers = { ...this.#headers, Accept: 'text/event-stream' };
    const response = await this.#fetch(url, { cache: 'no-store', headers, signal }).catch(problemBehind);
    const refusal = response instanceof Problem ? response : response.ok ? undefined : await problemOf(response);
    if (signal.aborted) return;
    if (refusal || response instanceof Problem || !response.body) return listener.onEnd(refusal);
    listener.onOpen();
    const [parser, decoder, reader] = [new EventParser(listener), new TextDecoder(), response.body.getReader()];
    while (!signal.aborted) {
      const read = await reader.read().catch(problemBehind);
      if (signal.aborted) return;
      if (read instanceof Problem || read.done) return listener.onEnd(read instanceof Problem ? read : undefined);
      listener.onHeard();
      parser.take(decoder.decode(read.value, { stream: true }), signal);
    }
  }
}

/** Interprets an event stream as WHATWG HTML, section 9.2.6, says. */
class EventParser {
  #rest = '';
  #afterReturn = false;
  #type = '';
  /** @type {string[]} */
  #data = [];
  /** @type {string | undefined} */
  #id;

  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
  }

  /** @param {string} text @param {AbortSignal} signal */
  take(text, signal) {
    const lines = (this.#rest + (this.#afterReturn ? text.replace(/^\n/, '') : text)).split(/\r\n|\n|\r/);
    if (text) this.#afterReturn = text.endsWith('\r');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (!signal.aborted) this.#takeLine(line);
  }

  /** @param {string} line */
  #takeLine(line) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (line === '') this.#dispatch();
    else if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.listener.onRetry(Number(value));
  }

  #dispatch() {
    const [type, data, id] = [this.#type || 'message', this.#data, this.#id];
    [this.#type, this.#data, this.#id] = ['', [], undefined];
    if (data.length || id) this.listener.onEvent(type, data.length ? JSON.parse(data.join('\n')) : undefined, id);
  }
}

/**
 * Repeats a request until it is answered (E3).
 * @template T
 * @param {() => Promise<T>} send
 * @param {(problem: Problem) => boolean} [isFinal]
 * @param {(ms: number) => Promise<unknown>} [wait]
 */
export async function persist(send, isFinal = ({ refused }) => refused, wait = sleep) {
  for (const backoff = new Backoff(); ; ) {
    try {
      return await send();
    } catch (error) {
      const problem = problemBehind(error);
      if (isFinal(problem)) throw problem;
      await wait(problem.pauseMs(backoff));
    }
  }
}

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a position is not above another of its epoch (S8). @param {string} position @param {string | null} last */
function isPast(position, last) {
  const [at, colon] = [position.lastIndexOf(':') + 1, last ? last.lastIndexOf(':') + 1 : 0];
  return position.slice(0, at) === last?.slice(0, colon) && Number(position.slice(at)) <= Number(last.slice(colon));
}

/** @param {any} error */
function problemBehind(error) {
  if (error instanceof Problem) return error;
  return new Problem(0, error.name === 'AbortError' ? 'The server did not answer in time.' : 'The server cannot be reached.');
}

/** @param {Response} response its status is not 2xx; usually application/problem+json (RFC 9457) */
async function problemOf(response) {
  const body = await response.json().catch(() => null);
  const violations = /** @type {{ message: string }[]} */ (body?.errors ?? []);
  const said = [body?.detail ?? body?.title, ...violations.map(({ message }) => message)].filter(Boolean);
  const detail = said.length ? asSentences(said) : `The server answered with an error (${response.status}).`;
  return new Problem(response.status, detail, Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0);
}

/** @param {string[]} parts may contain a sentence twice: a detail that repeats its only violation */
function asSentences(parts) {
  const fresh = parts.filter((part, i) => !parts.some((other, j) => j < i && other.includes(part.replace(/\.$/, ''))));
  return fresh.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(' ');
}
