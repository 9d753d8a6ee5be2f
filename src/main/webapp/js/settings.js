// @ts-check
import { Remembered } from './memory.js';
import { isDirect } from './names.js';

/** @typedef {'all' | 'mentions' | 'muted'} Level  which messages of a channel the reader wants to be notified of */

const DEFAULTS = { theme: 'system', density: 'comfortable', notify: false, author: '' };

/** What this browser's user has chosen, shared by all tabs. */
export class Settings {
  #remembered;

  /** @param {() => void} changed called after a change, be it in another tab */
  constructor(changed) {
    this.changed = changed;
    this.#remembered = new Remembered('', changed);
  }

  /** @template {keyof typeof DEFAULTS} K @param {K} key @returns {typeof DEFAULTS[K]} */
  get(key) {
    return this.#remembered.of(key) ?? DEFAULTS[key];
  }

  /** @template {keyof typeof DEFAULTS} K @param {K} key @param {typeof DEFAULTS[K]} value */
  set(key, value) {
    this.#remembered.set(key, value === DEFAULTS[key] ? undefined : value);
    this.changed();
  }

  /** @param {string} channel @returns {Level} */
  levelOf(channel) {
    return this.#remembered.of(`level.${channel}`) ?? usual(channel);
  }

  /** @param {string} channel @param {Level} level */
  setLevel(channel, level) {
    this.#remembered.set(`level.${channel}`, level === usual(channel) ? undefined : level);
    this.changed();
  }
}

/** What is written to the reader alone is worth a notification. @param {string} channel @returns {Level} */
const usual = (channel) => (isDirect(channel) ? 'all' : 'mentions');
