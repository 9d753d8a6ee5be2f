// @ts-check
import { now } from '../clock.js';
import { part, setText } from '../dom.js';

const LABELS = {
  connecting: 'Connecting…',
  'catching-up': 'Catching up…',
  live: 'Live',
  delayed: 'Delayed',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  paused: 'Paused',
};

const MEANINGS = {
  connecting: 'New messages may be missing until the page is connected.',
  'catching-up': 'Checking for messages that arrived in the meantime.',
  live: 'New messages appear at once.',
  delayed: 'The server cannot read new messages right now. They will appear when it can.',
  reconnecting: 'New messages may be missing until the connection is back.',
  offline: 'This device has no network. New messages may be missing.',
  paused: 'New messages appear once you are signed in.',
};

/** An interruption that is over sooner is not worth an announcement. */
const NOTICED_MS = 2_000;

/** Shows whether the page is live. Screen readers hear once that it is not, and once that it is again. */
export class ConnectionState {
  #element = part(document, '.connection');
  #announcement = part(document, '.connection-announcement');
  #announced = false;
  /** When the page was last live; before it first is, nothing is announced. */
  #liveAt = Infinity;

  /** @param {import('../store.js').Store} store @param {() => void} onNow */
  constructor(store, onNow) {
    this.store = store;
    part(this.#element, 'button').addEventListener('click', onNow);
    setInterval(() => this.#renderTime(), 250);
  }

  render() {
    const { name } = this.store.connection;
    this.#element.dataset.state = name;
    this.#element.title = MEANINGS[name];
    setText(part(this.#element, '.connection-label'), LABELS[name]);
    part(this.#element, 'button').hidden = name !== 'reconnecting' && name !== 'offline';
    this.#renderTime();
  }

  #renderTime() {
    const { name, retryAt = 0 } = this.store.connection;
    const seconds = Math.max(1, Math.ceil((retryAt - now()) / 1_000));
    setText(part(this.#element, '.connection-countdown'), name === 'reconnecting' ? `in ${seconds} s` : '');
    if (name !== 'paused') this.#announce(name === 'live');
  }

  /** @param {boolean} live */
  #announce(live) {
    if (live) {
      if (this.#announced) setText(this.#announcement, 'Connected again.');
      this.#announced = false;
      this.#liveAt = now();
    } else if (now() - this.#liveAt > NOTICED_MS && !this.#announced) {
      setText(this.#announcement, 'The connection is lost. The page reconnects by itself.');
      this.#announced = true;
    }
  }
}
