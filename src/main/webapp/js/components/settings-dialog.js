// @ts-check
import { part, setText } from '../dom.js';
import { notificationPermission } from '../permission.js';
import { Dialog } from './dialog.js';

const NOTES = {
  insecure: 'The browser shows notifications only for pages over HTTPS.',
  unsupported: 'This browser has no notifications.',
  denied: 'The browser blocks notifications of this page. Allow them in its settings for this site.',
  default: 'The system can show messages while you look at something else. The browser will ask you.',
  off: 'The system can show messages while you look at something else.',
  on: 'The system shows messages while you look at something else. The bell beside a channel’s name chooses which ones.',
};

/** The dialog for what is the same in all channels. */
export class SettingsDialog {
  #dialog = new Dialog('Settings', 'settings');
  #note = part(this.#dialog.element, '.note');
  #button = part(this.#dialog.element, 'fieldset button');

  /** @param {import('../settings.js').Settings} settings */
  constructor(settings) {
    this.settings = settings;
    this.#dialog.element.addEventListener('change', (event) => {
      const { name, value } = /** @type {HTMLInputElement} */ (event.target);
      settings.set(/** @type {'theme' | 'density'} */ (name), value);
    });
    this.#button.addEventListener('click', () => this.#toggle());
  }

  open() {
    for (const input of this.#dialog.element.querySelectorAll('input')) {
      input.checked = this.settings.get(/** @type {'theme' | 'density'} */ (input.name)) === input.value;
    }
    this.#drawNotifications();
    this.#dialog.open();
  }

  async #toggle() {
    const wanted = !this.#on;
    if (wanted && notificationPermission() === 'default') await Notification.requestPermission();
    this.settings.set('notify', wanted);
    this.#drawNotifications();
  }

  get #on() {
    return this.settings.get('notify') && notificationPermission() === 'granted';
  }

  #drawNotifications() {
    const permission = notificationPermission();
    setText(this.#note, NOTES[permission === 'granted' ? (this.#on ? 'on' : 'off') : permission]);
    setText(this.#button, this.#on ? 'Turn off' : 'Turn on');
    this.#button.hidden = !['default', 'granted'].includes(permission);
  }
}
