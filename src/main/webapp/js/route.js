// @ts-check
import { CHANNEL_NAME, DEFAULT_CHANNEL } from './store.js';

/** The URL's hash names the current channel, so that links and the back button work. */
export class Route {
  /** @param {(channel: string) => void} onChange */
  constructor(onChange) {
    addEventListener('hashchange', () => onChange(this.channel));
  }

  get channel() {
    const name = location.hash.slice(1).toLowerCase();
    return CHANNEL_NAME.test(name) ? name : DEFAULT_CHANNEL;
  }

  /** @param {string} channel */
  go(channel) {
    location.hash = channel;
  }
}
