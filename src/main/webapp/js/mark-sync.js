// @ts-check
import { moveReadMark, readReadMarks } from './api.js';
import { Backoff, Problem } from './board-client.js';
import { Pause } from './pause.js';

/** What is read within this time is sent together, and no request follows another sooner. */
const BATCH_MS = 1_000;
/** How often a visible page asks what was read on other devices. */
const CHECK_MS = 30_000;

/**
 * Keeps read marks the same on all devices of somebody who has signed in. The server's marks never move backwards; what
 * somebody marks as unread again is unread in this browser alone.
 */
export class MarkSync {
  /** @type {string | undefined} */
  #who;
  /** @type {Set<string>} channels whose marks the server does not have yet */
  #due = new Set();
  #sending = false;
  #backoff = new Backoff();
  #pause = new Pause();
  /** @type {number | undefined} */
  #timer;

  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
    store.onRead = (channel) => this.#onRead(channel);
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#pause.end() : void this.check()));
  }

  /** @param {string | undefined} who the person's id; undefined for nobody */
  become(who) {
    if (who === this.#who) return;
    this.#who = who;
    this.#due.clear();
    clearInterval(this.#timer);
    if (who === undefined) return;
    this.#timer = setInterval(() => void this.check(), CHECK_MS);
    void this.check();
  }

  /** The stream says what the person has read. @param {import('./api.js').ReadMark} mark */
  hear(mark) {
    if (this.#who !== undefined) this.store.adoptMark(mark);
  }

  /** Asks the server for all marks, and sends those that are further here. */
  async check() {
    const who = this.#who;
    if (who === undefined || document.hidden) return;
    try {
      const { marks } = await readReadMarks();
      if (who === this.#who) this.#compare(marks);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // The next check asks again
    }
  }

  /** @param {import('./api.js').ReadMark[]} marks */
  #compare(marks) {
    for (const mark of marks) this.store.adoptMark(mark);
    const counts = new Map(marks.map(({ channel, count }) => [channel, count]));
    for (const name of this.store.channels.keys()) {
      const { id, count, assumed } = this.store.markOf(name);
      if (id && !assumed && count > (counts.get(name) ?? 0)) this.#due.add(name);
    }
    void this.#send();
  }

  /** @param {string} channel */
  #onRead(channel) {
    if (this.#who === undefined) return;
    this.#due.add(channel);
    void this.#send();
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    for (let pause = BATCH_MS; this.#due.size > 0; ) {
      await this.#pause.wait(pause);
      const [channel] = this.#due;
      const problem = channel === undefined ? undefined : await this.#move(channel);
      pause = problem?.pauseMs(this.#backoff) ?? BATCH_MS;
      if (!problem) this.#backoff.reset();
    }
    this.#sending = false;
  }

  /** @param {string} channel @returns {Promise<Problem | undefined>} why it is to be sent again, if it is */
  async #move(channel) {
    const who = this.#who;
    const { id, count } = this.store.markOf(channel);
    this.#due.delete(channel);
    if (!id) return undefined;
    try {
      const mark = await moveReadMark(channel, { id, count });
      if (who === this.#who) this.store.adoptMark(mark, mark.id !== id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.refused || who !== this.#who) return undefined;
      this.#due.add(channel);
      return error;
    }
    return undefined;
  }
}

/**
 * Shares the marks of whoever is signed in.
 * @param {import('./store.js').Store} store
 * @param {import('./session.js').Session} session
 */
export function share(store, session) {
  const sync = new MarkSync(store);
  const become = () => sync.become(session.person?.id);
  session.onChange(become);
  become();
  return sync;
}
