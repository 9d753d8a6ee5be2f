// @ts-check
import { guardRequests, request } from './api.js';
import { Backoff, Problem } from './board-client.js';
import { now, SleepWatch } from './clock.js';
import { stylesheet } from './components/element.js';
import { SignInView } from './components/sign-in-view.js';
import { forgetAll, recall, recallAll, remember } from './memory.js';
import { plural } from './text.js';

/** @typedef {import('./session.js').Person} Person */
/**
 * What the server says of a session. renewAt: when it is to be asked again; expiresAt: when the session ends.
 * @typedef {{ name?: string, person?: string, roles?: Person['roles'], renewAt?: string, expiresAt?: string,
 *   restriction?: import('./moderation-api.js').Restriction }} Answer
 */
/**
 * @typedef {object} SignInPage
 * @property {import('./store.js').Store} store
 * @property {import('./shared-stream.js').SharedStream} stream
 * @property {import('./feed.js').Feed} feed
 * @property {import('./outbox.js').Outbox} outbox
 * @property {import('./changes.js').Changes} changes
 * @property {import('./components/toast.js').Toasts} toasts
 * @property {() => Promise<void>} rejoin
 */

/** Every window of the origin that has signed in or out says so here; so does signed-in.html. */
const WINDOWS = 'board-session';
const POPUP = 'popup,width=480,height=720';
const TICK_MS = 15_000;
/** This long before the end of a session that does not say when to renew it. */
const EARLY_MS = 60_000;
/** After this long, a change is sent again that was refused although somebody is signed in. */
const AGAIN_MS = 1_000;
/** A page that is seen again asks, unless it did so within this time: signed in, and signed out. */
const FRESH_MS = { in: 60_000, out: 3_000 };
/** Why a sign-in came to nothing, as the server writes it into the page's address. */
const FAILURES = new Map([
  ['denied', 'You were not signed in: it was cancelled, or you may not use this board.'],
  ['banned', 'You were not signed in: the moderators of this board have banned you.'],
  ['expired', 'You were not signed in: it took too long. Please try again.'],
  ['away', 'You were not signed in: the sign-in service does not answer. Please try again later.'],
  ['failed', 'You were not signed in: the sign-in service reported an error. Please try again later.'],
]);

/**
 * @param {import('./session.js').Session} session
 * @param {SignInPage & import('./components/sign-in-view.js').Places & { components: { render: () => void }[] }} page
 */
export async function start(session, page) {
  await stylesheet('sign-in');
  const signIn = new SignIn(session, page);
  guardRequests((...request) => signIn.guard(...request));
  page.components.unshift(new SignInView(signIn, session, page));
  void signIn.ask();
}

/**
 * Keeps the page's session as the server has it: asks after every refusal, when another window signs in or out, and in
 * time to renew it, for which one tab is enough. After a sign-in everything goes on where it stopped, without a reload.
 */
export class SignIn {
  /** @type {Promise<void> | null} */
  #asking = null;
  #askedAt = -Infinity;
  #dueAt = Infinity;
  /** @type {((value: unknown) => void)[]} called after each answer */
  #waiting = [];
  #backoff = new Backoff();
  #sleep = new SleepWatch();
  /** @type {string | null | undefined} the id of whoever was signed in at the last answer */
  #id;
  /** @type {string | undefined} the id of the person who uses this page, also after their session has ended */
  #who;
  /** The page belongs to somebody else now. */
  #leaving = false;
  #windows = window.BroadcastChannel ? new BroadcastChannel(WINDOWS) : null;

  /** @param {import('./session.js').Session} session @param {SignInPage} page */
  constructor(session, page) {
    this.session = session;
    this.page = page;
    this.#showFailure();
    session.onChange(() => this.#onAnswer());
    this.#windows?.addEventListener('message', () => void this.#askAgain());
    document.addEventListener('visibilitychange', () => !document.hidden && this.#onSeen());
    // After a window for signing in has been closed
    addEventListener('focus', () => this.#onSeen());
    setInterval(() => this.#renew(), TICK_MS);
  }

  /** Asks who is signed in. @returns {Promise<void>} resolves once that is known, or the server has not answered */
  async ask() {
    const before = this.session.known ? this.#id : null;
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    await this.#asking;
    if (this.session.known && this.#id !== before) this.#windows?.postMessage({});
  }

  /** Another window has changed it, perhaps after the server has answered this one. */
  async #askAgain() {
    await this.#asking;
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    await this.#asking;
  }

  /**
   * Sends a request when it may be sent: what reads, edits, deletes or reacts waits for a sign-in; what is posted waits
   * in the outbox.
   * @param {() => Promise<any>} send
   * @param {string} path
   * @param {string} [method]
   */
  async guard(send, path, method = 'GET') {
    // What was on its way for somebody else ends with the page
    if (this.#leaving) return new Promise(() => {});
    if (path === 'session' || path === 'sign-out') return send();
    if (method === 'GET') return this.#read(send);
    return path.startsWith('messages/') ? this.#change(send) : this.#write(send);
  }

  /** @param {() => Promise<any>} send */
  async #read(send) {
    for (;;) {
      if (!this.session.mayRead) await this.#until(() => this.session.mayRead);
      try {
        return await send();
      } catch (error) {
        if (!isRefusal(error)) throw error;
        await this.ask();
        if (this.session.mayRead) throw error;
      }
    }
  }

  /** @param {() => Promise<any>} send */
  async #change(send) {
    for (;;) {
      if (!this.session.person) await this.#until(() => this.session.person !== null);
      try {
        return await send();
      } catch (error) {
        if (!isRefusal(error)) throw error;
        await this.ask();
        if (error.status === 403) throw error;
        if (this.session.person) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  /** @param {() => Promise<any>} send */
  async #write(send) {
    if (!this.session.person) throw new Problem(0, 'You are signed out.');
    try {
      return await send();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.ask();
      throw error.status === 401 ? new Problem(0, 'You are signed out.') : error;
    }
  }

  /** @param {() => boolean} holds @returns {Promise<void>} resolves once that is so */
  async #until(holds) {
    while (!holds()) await new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #ask() {
    this.#askedAt = now();
    try {
      this.#take(await request('session'));
      this.#backoff.reset();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!this.session.known) setTimeout(() => void this.ask(), this.#backoff.next());
    }
  }

  /** @param {Answer} answer */
  #take({ person: id, name = '', roles = [], renewAt, expiresAt = '', restriction }) {
    const due = renewAt ? Date.parse(renewAt) : Date.parse(expiresAt) - EARLY_MS;
    // Whatever the clocks say, not all the time
    this.#dueAt = Math.max(now() + due - Date.now(), now() + FRESH_MS.in);
    this.session.become(id === undefined ? null : { id, name, roles }, restriction);
  }

  #onAnswer() {
    const { person } = this.session;
    const id = person?.id ?? null;
    const before = this.#id;
    this.#id = id;
    if (person) this.#recognise(person);
    if (person && this.#who !== undefined && this.#who !== id) return this.#beginAnew();
    if (before === undefined) this.#sayWhatWaits();
    else if (before !== id) this.#goOn(person);
    this.#who = person?.id ?? this.#who;
    this.#waiting.splice(0).forEach((goOn) => goOn(undefined));
    this.page.store.changed();
  }

  /** @param {Person} person */
  #recognise({ id, name }) {
    const { store } = this.page;
    if (store.settings.get('author') !== name) store.settings.set('author', name);
    const last = recall('person');
    if (last === id) return;
    // What this browser remembers is somebody else's
    if (last !== undefined) {
      ['own', 'changes', 'thread.', 'people.'].forEach(forgetAll);
      store.forgetBoard();
    }
    remember('person', id);
  }

  /** The session has begun or ended while the page was open. @param {Person | null} person */
  #goOn(person) {
    const { stream, feed, outbox, toasts, rejoin } = this.page;
    if (stream.leads) stream.reconnect();
    if (!person) return;
    toasts.show(`Signed in as ${person.name}.`);
    outbox.sendNow();
    // What was loaded or came for a stranger lacks private channels, and says of no message whose it is
    if ((this.#who === undefined || this.session.isPublic) && feed.joined) void rejoin();
  }

  /** For another person: nothing that this page knows is theirs. */
  #beginAnew() {
    this.#leaving = true;
    location.reload();
  }

  #sayWhatWaits() {
    if (!this.session.person) return;
    const others = recallAll('outbox.').filter(({ by }) => by && by !== this.session.who);
    if (others.length === 0) return;
    const names = [...new Set(others.map(({ author }) => author))].join(', ');
    const what = `${plural(others.length, 'message')} by ${names}`;
    this.page.toasts.show(`Not sent yet: ${what}. It is sent after the next sign-in under that name.`);
  }

  #onSeen() {
    const fresh = this.session.person ? FRESH_MS.in : FRESH_MS.out;
    if (this.#sleep.mayHaveSlept() || now() - this.#askedAt > fresh) void this.ask();
  }

  #renew() {
    // Nobody tells a page that a restriction was lifted
    if (this.session.restriction || (this.page.stream.leads && now() >= this.#dueAt)) void this.ask();
  }

  /** In a window of its own if this one has something to keep, and if the browser opens one. */
  signIn() {
    const popup = this.session.former && open(addressOf('close'), 'board-sign-in', POPUP);
    if (popup) popup.opener = null;
    else location.assign(addressOf(location.hash));
  }

  /** Has somebody who is signed in prove who they are. @returns {Promise<void>} resolves once they have signed in again */
  async prove() {
    const popup = open(addressOf('close', { again: 'true' }), 'board-sign-in', POPUP);
    if (!popup) return location.assign(addressOf(location.hash, { again: 'true' }));
    popup.opener = null;
    await new Promise((resolve) => this.#windows?.addEventListener('message', resolve, { once: true }));
  }

  /** Ends the session at all servers and in all windows. @returns {Promise<string>} what went wrong, or '' */
  async signOut() {
    this.page.changes.flush();
    try {
      const answer = await request('sign-out', { method: 'POST' });
      forgetAll('people.');
      this.#windows?.postMessage({});
      if (answer.continue) location.assign(answer.continue);
      else location.reload();
      return '';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.message;
    }
  }

  /** The user wants to do what they may not. */
  suggest() {
    const { toasts } = this.page;
    if (this.session.person) toasts.show('You can read here, but not write.');
    else toasts.show('Sign in to do that.', { label: 'Sign in', act: () => this.signIn() });
  }

  #showFailure() {
    const failure = new URLSearchParams(location.search).get('sign-in');
    if (!failure) return;
    history.replaceState(history.state, '', location.pathname + location.hash);
    this.page.toasts.show(FAILURES.get(failure) ?? 'You were not signed in.', undefined, { stays: true });
  }
}

/**
 * @param {string} back where the browser comes back to: a place in the page, or a page that closes its window
 * @param {Record<string, string>} [more]
 */
const addressOf = (back, more) => new URL(`api/sign-in?${new URLSearchParams({ return: back, ...more })}`, document.baseURI).href;

/** @param {unknown} error @returns {error is Problem} */
const isRefusal = (error) => error instanceof Problem && [401, 403].includes(error.status);
