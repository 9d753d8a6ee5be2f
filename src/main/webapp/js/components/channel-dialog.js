// @ts-check
import { describe, part, setText } from '../dom.js';
import { codePoints } from '../text.js';
import { Dialog } from './dialog.js';

const TOPIC_LIMIT = 250;

/** What a channel is about, and whether anything can still be written in it. */
export class ChannelDialog {
  #dialog = new Dialog('', 'channel-dialog');
  #form = /** @type {HTMLFormElement} */ (part(this.#dialog.element, 'form'));
  #topic = /** @type {HTMLInputElement} */ (part(this.#form, '[name=topic]'));
  #archived = /** @type {HTMLInputElement} */ (part(this.#form, '[name=archived]'));
  #note = part(this.#form, '.note');

  /**
   * @param {import('../store.js').Store} store
   * @param {(channel: string, topic: string, archived: boolean) => Promise<string>} onSave resolves with what is wrong,
   *   or with ''
   */
  constructor(store, onSave) {
    this.store = store;
    this.onSave = onSave;
    describe(this.#topic, part(this.#form, '.topic-label'), this.#note);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#save();
    });
  }

  open() {
    const { current, channels } = this.store;
    this.#dialog.title = this.store.label();
    this.#topic.value = channels.get(current)?.topic ?? '';
    this.#archived.checked = Boolean(channels.get(current)?.archived);
    setText(this.#note, '');
    this.#dialog.open();
  }

  async #save() {
    const topic = this.#topic.value.trim();
    if (codePoints(topic) > TOPIC_LIMIT) return setText(this.#note, `A topic has at most ${TOPIC_LIMIT} characters.`);
    const wrong = await this.onSave(this.store.current, topic, this.#archived.checked);
    setText(this.#note, wrong);
    if (!wrong) this.#dialog.close();
  }
}
