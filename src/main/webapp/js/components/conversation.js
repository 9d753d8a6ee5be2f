// @ts-check
import { byId, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { plural } from '../text.js';
import { timeline } from '../timeline.js';
import { createRow, updateRow, updateTimes } from './message-row.js';
import { Scroller } from './scroller.js';

const OLDER_NOTE = { none: '', some: '', loading: 'Loading older messages…', failed: 'The older messages could not be loaded.', full: 'Only the latest 1,000 messages are shown here.' };
const TIMES_MS = 20_000;

/** The messages of the current channel, or a placeholder while there are none. */
export class Conversation {
  #log = byId('scroller');
  #list = new KeyedList(byId('messages'), createRow, updateRow);
  #scroller = new Scroller(this.#log, byId('messages'), { onMove: () => this.#onMove(), onNearTop: () => this.#onNearTop() });
  #channel = '';
  /** Id of the newest message that has been on the screen. */
  #lastSeen = '';
  /** @type {string | undefined} id of the oldest message drawn */
  #firstDrawn;

  /**
   * @param {import('../store.js').Store} store
   * @param {import('../outbox.js').Outbox} outbox
   * @param {{ loadOlder: () => void, retryLoading: () => void, edit: (text: string) => void }} actions
   */
  constructor(store, outbox, actions) {
    this.store = store;
    this.outbox = outbox;
    this.actions = actions;
    byId('jump').addEventListener('click', () => this.toEnd());
    byId('older-button').addEventListener('click', () => actions.loadOlder());
    byId('failure-retry').addEventListener('click', () => actions.retryLoading());
    byId('messages').addEventListener('click', (event) => this.#onClick(event));
    setInterval(() => this.#onTime(), TIMES_MS);
  }

  render() {
    const log = this.store.log();
    const opened = this.#channel !== this.store.current;
    const loading = log.status !== 'ready' || log.older === 'loading';
    if (opened || loading) this.#setBusy(true);
    if (opened) this.#scroller.atEnd = true;
    // While a channel is reloaded, its messages stay on the screen.
    if (opened || log.status === 'ready') this.#scroller.around(() => this.#renderRows());
    this.#channel = this.store.current;
    this.#renderPlaceholders(log);
    this.#renderJump(log);
    this.#markSeen();
    if (!loading) requestAnimationFrame(() => this.#setBusy(false));
  }

  toEnd() {
    this.#scroller.toEnd();
    this.#onMove();
    this.#log.focus({ preventScroll: true });
  }

  /** Follows the newest messages, for example after sending one. */
  follow() {
    this.#scroller.toEnd();
  }

  #renderRows() {
    const { current, firstUnseen } = this.store;
    const log = this.store.log();
    const messages = log.status === 'ready' ? log.messages : [];
    this.#firstDrawn = messages[0]?.id;
    byId('older').hidden = log.older === 'none';
    byId('older-button').hidden = log.older === 'loading' || log.older === 'full';
    setText(byId('older-note'), OLDER_NOTE[log.older]);
    this.#list.render(timeline(messages, this.outbox.entriesOf(current), this.outbox.delivered, firstUnseen));
  }

  /** Keeps screen readers from reading loaded history aloud. @param {boolean} busy */
  #setBusy(busy) {
    this.#log.setAttribute('aria-busy', String(busy));
    this.#log.setAttribute('aria-live', busy ? 'off' : 'polite');
  }

  /** @param {import('../channel-log.js').ChannelLog} log */
  #renderPlaceholders(log) {
    const bare = this.#list.size === 0;
    byId('skeleton').hidden = !bare || log.status === 'ready' || log.status === 'failed';
    byId('empty').hidden = !bare || log.status !== 'ready';
    setText(byId('empty-title'), `Nothing in #${this.store.current} yet`);
    byId('failure').hidden = log.status !== 'failed';
    byId('failure').classList.toggle('failure-bar', !bare);
    setText(byId('failure-text'), `${log.failure} The page retries automatically.`);
  }

  /** @param {import('../channel-log.js').ChannelLog} log */
  #renderJump(log) {
    const index = log.messages.findIndex(({ id }) => id === this.#lastSeen);
    const count = this.#scroller.atEnd || index < 0 ? 0 : log.messages.length - 1 - index;
    byId('jump').hidden = this.#scroller.atEnd || this.#list.size === 0;
    byId('jump').classList.toggle('jump-news', count > 0);
    setText(byId('jump-label'), count > 0 ? plural(count, 'new message') : 'To the newest');
  }

  #markSeen() {
    const log = this.store.log();
    this.store.atEnd = this.#scroller.atEnd;
    if (!this.#scroller.atEnd || log.status !== 'ready') return;
    this.#lastSeen = log.messages[log.messages.length - 1]?.id ?? '';
    if (!document.hidden) this.store.markRead();
  }

  #onMove() {
    const before = this.store.unread(this.store.current);
    this.#markSeen();
    this.#renderJump(this.store.log());
    if (before !== this.store.unread(this.store.current)) this.store.changed();
  }

  /** Ignored until the page just loaded is drawn: the top is near only because its rows are missing. */
  #onNearTop() {
    if (this.#firstDrawn === this.store.log().messages[0]?.id) this.actions.loadOlder();
  }

  #onTime() {
    updateTimes(byId('messages'));
    // After midnight, "Today" has become "Yesterday".
    this.store.changed();
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-action]');
    const id = /** @type {HTMLElement} */ (button?.closest('[data-id]'))?.dataset.id;
    if (!button || !id) return;
    const action = button.getAttribute('data-action');
    this.#log.focus({ preventScroll: true });
    if (action === 'retry') return this.outbox.retry(id);
    const discarded = this.outbox.discard(id);
    if (action === 'edit' && discarded) this.actions.edit(discarded.content);
  }
}
