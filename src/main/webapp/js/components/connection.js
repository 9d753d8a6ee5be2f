// @ts-check
import { now } from '../clock.js';
import { byId, setText } from '../dom.js';

const LABELS = {
  connecting: 'Connecting…',
  'catching-up': 'Catching up…',
  live: 'Live',
  delayed: 'Delayed',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
};

const MEANINGS = {
  connecting: 'New messages may be missing until the page is connected.',
  'catching-up': 'Checking for messages that arrived in the meantime.',
  live: 'New messages appear at once.',
  delayed: 'The server cannot read new messages right now. They will appear when it can.',
  reconnecting: 'New messages may be missing until the connection is back.',
  offline: 'This device has no network. New messages may be missing.',
};

/** Shows whether the page is live. Screen readers skip the countdown, which would drown out everything else. */
export class ConnectionState {
  /** @param {import('../store.js').Store} store @param {() => void} onNow */
  constructor(store, onNow) {
    this.store = store;
    byId('connection-now').addEventListener('click', onNow);
    setInterval(() => this.#renderCountdown(), 250);
  }

  render() {
    const { name } = this.store.connection;
    byId('connection').dataset.state = name;
    byId('connection').title = MEANINGS[name];
    setText(byId('connection-label'), LABELS[name]);
    byId('connection-now').hidden = name !== 'reconnecting' && name !== 'offline';
    this.#renderCountdown();
  }

  #renderCountdown() {
    const { name, retryAt = 0 } = this.store.connection;
    const seconds = Math.max(1, Math.ceil((retryAt - now()) / 1_000));
    setText(byId('connection-countdown'), name === 'reconnecting' ? `in ${seconds} s` : '');
  }
}
