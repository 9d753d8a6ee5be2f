// @ts-check
import { Problem } from '../board-client.js';
import { copy } from '../clipboard.js';
import { part, setText } from '../dom.js';
import { createWebhook, readWebhooks, revokeWebhook } from '../moderation-api.js';
import { CHANNEL_NAME, nameFrom } from '../names.js';
import { element } from './element.js';
import { PagedList, smallButton } from './paged-list.js';
import { field } from './room-dialogs.js';

/** @typedef {import('../moderation-api.js').Webhook} Webhook */

/** Bots: each posts to one channel by a token of its own, which is shown once. */
export class Webhooks {
  #note = element('p', { class: 'note', role: 'status' });
  #channel = field('Channel', this.#note, { name: 'channel', placeholder: 'general', autocapitalize: 'off', spellcheck: 'false' });
  #name = field('Name', this.#note, { name: 'name', placeholder: 'What it is called on the board' });
  #icon = field('Icon', this.#note, { name: 'icon', placeholder: 'An emoji, or nothing' });
  #form = element('form', { class: 'webhook-form', novalidate: '' },
    this.#channel.row, this.#name.row, this.#icon.row,
    element('button', { class: 'button button-primary', type: 'submit' }, 'Create a webhook'), this.#note);
  #token = element('div', { class: 'token', hidden: '' });
  #list = new PagedList({
    read: async () => ({ items: (await readWebhooks()).webhooks }),
    draw: (/** @type {Webhook} */ webhook) => this.#draw(webhook),
    none: 'There are no webhooks.',
  });
  element = element('div', {}, this.#form, this.#token, this.#list.element);

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#create();
    });
  }

  load() {
    this.#channel.input.value ||= this.store.current;
    return this.#list.load();
  }

  /** The token is not to be seen any more. */
  hide() {
    this.#token.replaceChildren();
    this.#token.hidden = true;
  }

  async #create() {
    const [channel, name, icon] = [nameFrom(this.#channel.input.value), this.#name.input.value.trim(), this.#icon.input.value.trim()];
    if (!CHANNEL_NAME.test(channel)) return setText(this.#note, 'The channel is missing.');
    if (!name) return setText(this.#note, 'The name is missing.');
    try {
      this.#show(await createWebhook({ channel, name, ...(icon && { icon }) }));
      this.#name.input.value = this.#icon.input.value = '';
      setText(this.#note, 'Keep the token now: it is not shown again.');
      await this.load();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setText(this.#note, error.message);
    }
  }

  /** @param {Webhook} webhook */
  #show({ id, token = '' }) {
    const address = new URL(`api/webhooks/${id}`, document.baseURI).href;
    const curl = `curl ${address} -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '{"content":"Hello"}'`;
    this.#token.hidden = false;
    this.#token.replaceChildren(
      element('p', {}, 'Token', element('code', {}, token), this.#copy('Copy token', token)),
      element('p', {}, 'To post with it', element('code', {}, curl), this.#copy('Copy command', curl)));
    part(this.#token, 'button').focus();
  }

  /** @param {string} label @param {string} text */
  #copy(label, text) {
    return smallButton(label, async () => {
      setText(this.#note, (await copy(text)) ? 'Copied.' : 'This browser does not let the page copy. Select the text instead.');
    });
  }

  /** @param {Webhook} webhook */
  #draw({ id, channel, name, icon }) {
    const revoke = () => void this.#list.act(() => revokeWebhook(id), `${name} can post nothing any more.`);
    return element('div', { class: 'member' },
      element('p', { class: 'member-name' }, icon ? `${icon} ` : '', element('bdi', { class: 'card-author' }, name), ` posts to ${this.store.label(channel)}`),
      element('p', { class: 'buttons' }, smallButton('Revoke', revoke, `Revoke ${name}`)));
  }
}
