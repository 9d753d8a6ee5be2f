// @ts-check
import { fromTemplate, part, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { onParser } from '../markdown.js';
import { plural } from '../text.js';
import { timeline } from '../timeline.js';
import { createRow, updateRow, updateTimes } from './message-row.js';
import { Scroller } from './scroller.js';

const NOTES = {
  older: { none: '', some: '', loading: 'Loading older messages…', failed: 'The older messages could not be loaded.' },
  newer: { none: '', some: '', loading: 'Loading newer messages…', failed: 'The newer messages could not be loaded.' },
};
const TIMES_MS = 20_000;
/** A message brought to the reader has some of what came before it above. */
const ABOVE_PX = 72;

/**
 * @typedef {object} Actions
 * @property {() => void} loadOlder
 * @property {() => void} loadNewer
 * @property {() => void} toNewest
 * @property {() => void} toUnread
 * @property {() => void} markAllRead
 * @property {() => void} retryLoading
 * @property {(visible: import('../reading.js').Visible) => void} onLook what is on the screen now
 * @property {(action: string, id: string, row: HTMLElement, button: HTMLElement) => void} onAction a button of a message
 *   was used
 */
/**
 * What a conversation shows: the channel that is open, or a thread.
 * @typedef {Pick<import('../store.js').Store, 'current' | 'shown' | 'log' | 'counted' | 'aim' | 'highlighted' | 'firstNewId'
 *   | 'firstUnread' | 'unread' | 'leaveAt' | 'changed'>} Source
 */
/**
 * @typedef {object} View
 * @property {() => import('../outbox.js').Outgoing[]} outgoing messages of it that are not on the board yet
 * @property {Set<string>} delivered ids of the user's own messages that have arrived
 * @property {(message: import('../api.js').Message) => import('../api.js').Message} shown a message as it will be
 * @property {(message: import('../timeline.js').Shown) => import('../timeline.js').Shown | undefined} rootOf
 * @property {() => string} me the reader's name
 * @property {() => string} empty what is said where there is nothing
 */

/** The messages of a channel or a thread, or a placeholder while there are none. */
export class Conversation {
  element = fromTemplate('conversation');
  #log = part(this.element, '.scroller');
  #rows = part(this.element, '.messages');
  #list = new KeyedList(this.#rows, createRow, (element, row) => updateRow(element, row, this.view.me()));
  #scroller = new Scroller(this.#log, this.#rows, {
    onMove: () => this.#onMove(),
    onNearTop: () => this.#onNearEdge('older'),
    onNearEnd: () => this.#onNearEdge('newer'),
  });
  // Found once: the messages between them are many
  #edges = { older: part(this.element, '.older'), newer: part(this.element, '.newer') };
  #skeleton = part(this.element, '.skeleton');
  #empty = part(this.element, '.empty');
  #failure = part(this.element, '.failure');
  #news = part(this.element, '.news');
  #jump = part(this.element, '.jump');
  #shown = '';
  /** Whether the channel just opened has yet to be shown at its place. */
  #arriving = false;
  /** @type {import('../channel-log.js').ChannelLog | undefined} the window that is drawn */
  #drawn;

  /**
   * @param {Source} source
   * @param {View} view
   * @param {Actions} actions
   */
  constructor(source, view, actions) {
    this.store = source;
    this.view = view;
    this.actions = actions;
    /** @type {[string, () => void][]} */
    const buttons = [
      ['.jump', () => this.#toEnd()],
      ['.older button', actions.loadOlder],
      ['.newer button', actions.loadNewer],
      ['.failure button', actions.retryLoading],
      ['.news-jump', actions.toUnread],
      ['.news-read', actions.markAllRead],
    ];
    for (const [selector, action] of buttons) part(this.element, selector).addEventListener('click', action);
    this.#rows.addEventListener('click', (event) => this.#onClick(event));
    setInterval(() => this.#onTime(), TIMES_MS);
    onParser(() => this.#redraw());
  }

  get scroller() {
    return this.#log;
  }

  render() {
    const log = this.store.log();
    const opened = this.#shown !== this.store.shown;
    const loading = log.status !== 'ready' || [log.older.state, log.newer.state].includes('loading');
    if (opened || loading) this.#setBusy(true);
    if (opened) this.#scroller.atEnd = this.#arriving = true;
    this.#scroller.follows = log.live;
    // While a channel is reloaded, its messages stay on the screen.
    if (opened || log.status === 'ready') this.#scroller.around(() => this.#renderRows());
    this.#shown = this.store.shown;
    this.#renderPlaceholders(log);
    if (!loading) requestAnimationFrame(() => this.#setBusy(false));
  }

  /** Once everything is drawn: brings the reader where they are to be, and sees what is on the screen. */
  settle() {
    if (this.store.log().status === 'ready') this.#arrive();
    this.#look();
    this.#renderNews();
  }

  /** Follows the newest messages, for example after sending one. */
  follow() {
    this.#arriving = false;
    if (this.store.log().live) this.#scroller.toEnd();
    else this.actions.toNewest();
  }

  /** Brings the first unread message into view, if it is drawn. */
  showNew() {
    const line = this.#rows.querySelector('.unseen');
    if (line) this.#scroller.show(line, ABOVE_PX);
    this.#onMove();
  }

  /** @param {string} id @returns {HTMLElement | null} */
  rowOf(id) {
    return this.#list.elementOf(id) ?? null;
  }

  /** The reader is at the newest message, or where something new begins, as if the channel had just been opened. */
  arriveAgain() {
    this.#arriving = true;
  }

  #arrive() {
    const { aim, counted } = this.store;
    if (!aim && !(this.#arriving && counted)) return;
    this.#arriving = false;
    this.store.aim = undefined;
    const row = aim?.id ? this.rowOf(aim.id) : null;
    if (!row) return this.showNew();
    this.#scroller.bring(row, aim?.offset ?? ABOVE_PX);
    if (aim?.highlighted) row.focus({ preventScroll: true });
    else if (aim?.offset === undefined) this.showNew();
    this.#onMove();
  }

  #toEnd() {
    this.actions.toNewest();
    this.#scroller.toEnd();
    this.#onMove();
    this.#log.focus({ preventScroll: true });
  }

  #renderRows() {
    const { store, view } = this;
    const log = store.log();
    const messages = log.status === 'ready' ? log.messages.map(view.shown) : [];
    this.#drawn = log;
    this.#renderEdge('older', log.older.state);
    this.#renderEdge('newer', log.newer.state);
    const outgoing = log.live ? view.outgoing() : [];
    const { firstNewId: firstNew, highlighted } = store;
    const { delivered, rootOf } = view;
    this.#list.render(timeline(messages, { outgoing, firstNew, highlighted, delivered, rootOf }));
  }

  /** @param {'older' | 'newer'} end @param {import('../channel-log.js').Edge['state']} state */
  #renderEdge(end, state) {
    const edge = this.#edges[end];
    edge.hidden = state === 'none';
    part(edge, 'button').hidden = state === 'loading';
    setText(part(edge, 'p'), NOTES[end][state]);
  }

  /** Keeps screen readers from reading loaded history aloud. @param {boolean} busy */
  #setBusy(busy) {
    this.#log.setAttribute('aria-busy', String(busy));
    this.#log.setAttribute('aria-live', busy ? 'off' : 'polite');
  }

  /** @param {import('../channel-log.js').ChannelLog} log */
  #renderPlaceholders(log) {
    const bare = this.#list.size === 0;
    this.#skeleton.hidden = !bare || log.status === 'ready' || log.status === 'failed';
    this.#empty.hidden = !bare || log.status !== 'ready';
    setText(part(this.#empty, '.empty-title'), this.view.empty());
    const failure = this.#failure;
    failure.hidden = log.status !== 'failed';
    failure.classList.toggle('failure-bar', !bare);
    setText(part(failure, '.failure-text'), `${log.failure} The page retries automatically.`);
  }

  /** What is unread above and below the screen. */
  #renderNews() {
    const { store } = this;
    const log = store.log();
    const unread = log.status === 'ready' && log.author === undefined ? store.unread() : 0;
    const { first, last } = this.#visible();
    const above = unread > 0 && store.firstUnread < first;
    this.#news.hidden = !above;
    setText(part(this.#news, '.news-count'), `${unread} unread`);
    const atEnd = this.#scroller.atEnd && log.live;
    const below = above || atEnd ? 0 : log.live ? Math.min(unread, log.messages.length - 1 - last) : unread;
    const jump = this.#jump;
    jump.hidden = atEnd || this.#list.size === 0;
    jump.classList.toggle('jump-news', below > 0);
    setText(part(jump, 'span'), below > 0 ? plural(below, 'new message') : 'To the newest');
  }

  /** @returns {import('../reading.js').Visible} */
  #visible() {
    const { first, last } = this.#scroller.visible;
    const log = this.store.log();
    const lastIndex = last === undefined ? -1 : log.indexOf(last);
    return {
      first: first === undefined ? 0 : log.indexOf(first),
      // Below the last message there may be some that are not on the board yet
      last: last !== undefined && lastIndex < 0 ? log.messages.length - 1 : lastIndex,
      atEnd: this.#scroller.atEnd && log.live,
    };
  }

  #look() {
    if (this.store.log().status === 'ready' && !this.#arriving) this.actions.onLook(this.#visible());
  }

  #onMove() {
    if (this.#arriving || this.store.log() !== this.#drawn) return;
    this.store.leaveAt(this.store.current, this.#scroller.anchor ?? undefined);
    this.#look();
    this.#renderNews();
  }

  /** Ignored until the page just loaded is drawn: the edge is near only because its rows are missing. @param {'older' | 'newer'} end */
  #onNearEdge(end) {
    const log = this.store.log();
    const edge = end === 'older' ? log.messages[0] : log.messages[log.messages.length - 1];
    if (log !== this.#drawn || this.#arriving || (edge && !this.rowOf(edge.id))) return;
    if (end === 'older') this.actions.loadOlder();
    else this.actions.loadNewer();
  }

  /** The messages are the same, so screen readers need not hear them again. */
  #redraw() {
    this.#setBusy(true);
    this.#list.redraw();
    this.store.changed();
  }

  #onTime() {
    updateTimes(this.#rows);
    // After midnight, "Today" has become "Yesterday".
    this.store.changed();
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('[data-action]'));
    const row = /** @type {HTMLElement | null | undefined} */ (button?.closest('[data-id]'));
    if (button && row) this.actions.onAction(button.dataset.action ?? '', row.dataset.id ?? '', row, button);
  }
}
