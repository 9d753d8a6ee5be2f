// @ts-check
import { mentionsMe } from './mentions.js';
import { notificationPermission } from './permission.js';

/** @typedef {import('./api.js').Message} Message */

const BODY_LIMIT = 120;
/** In this time, a tab that has the reader before it marks the message as read. */
const READ_MS = 1_000;

/** Shows new messages as notifications of the system, for a reader who is not looking at them. */
export class Notifications {
  /**
   * @param {import('./store.js').Store} store
   * @param {{ leads: () => boolean, isWatched: (channel: string) => boolean, onOpen: (message: Message) => void }} page
   *   leads: whether this is the tab that notifies; isWatched: whether the reader is looking at that channel
   */
  constructor(store, page) {
    this.store = store;
    this.page = page;
  }

  /** @param {Message} message that somebody has just written */
  receive(message) {
    if (!this.page.leads() || this.page.isWatched(message.channel) || !this.#isWanted(message)) return;
    setTimeout(() => this.store.isUnread(message) && this.#show(message), READ_MS);
  }

  /** @param {Message} message */
  #isWanted({ channel, author, content }) {
    const { settings } = this.store;
    const me = settings.get('author');
    const level = settings.levelOf(channel);
    if (!settings.get('notify') || notificationPermission() !== 'granted' || author === me) return false;
    return level === 'all' || (level === 'mentions' && mentionsMe(content, me));
  }

  /** @param {Message} message */
  #show(message) {
    const { author, channel, content } = message;
    const body = [...content].slice(0, BODY_LIMIT).join('');
    const options = /** @type {NotificationOptions} */ ({ body, tag: channel, renotify: true, icon: 'favicon.svg' });
    try {
      const place = this.store.label(channel);
      const notification = new Notification(place === author ? author : `${author} in ${place}`, options);
      notification.onclick = () => {
        window.focus();
        notification.close();
        this.page.onOpen(message);
      };
    } catch {
      // Chrome on Android lets only service workers notify
    }
  }
}
