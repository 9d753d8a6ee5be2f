// @ts-check
import { channelNames } from './channel-list.js';

/** How much is unread: in the page's title, its icon, and on the app's icon where the page is installed as one. */
export class Badge {
  #shown = 0;

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
  }

  render() {
    const { store } = this;
    const unread = channelNames(store).reduce((sum, name) => sum + store.badge(name), 0);
    const place = store.nowhere ? 'Unknown address' : store.label();
    document.title = `${unread ? `(${unread}) ` : ''}${place} · Message Board`;
    if (unread === this.#shown) return;
    this.#shown = unread;
    const icon = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="icon"]'));
    // Beside the other, at the address of the page's version
    icon.href = icon.href.replace(/[^/]+$/u, unread ? 'favicon-unread.svg' : 'favicon.svg');
    // Refused where the page is not installed
    navigator.setAppBadge?.(unread).catch(() => undefined);
  }
}
