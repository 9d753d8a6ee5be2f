// @ts-check
import { Problem } from '../board-client.js';
import { part, setText } from '../dom.js';
import { pinMessage, reportMessage } from '../moderation-api.js';
import { isPrivate } from '../names.js';
import { Pins } from '../pins.js';
import { element, iconButton } from './element.js';
import { PinsDialog } from './pins-dialog.js';
import { ReasonDialog } from './reason-dialog.js';

/** @typedef {import('../api.js').Message} Message */
/** @typedef {import('../api.js').Member} Member */
/** @typedef {import('./menu.js').Item} Item */

const PIN = 'M7.5 3.5h5l-.6 5 2.1 2.5H6l2.1-2.5zM10 11v5.5';

/** Pins and reports, which are for everybody who has signed in; moderators have more, which is loaded for them. */
export class ModerationView {
  #count = element('span', { class: 'pins-count', 'aria-hidden': 'true' });
  #button = iconButton('Pinned messages', PIN, { 'aria-haspopup': 'dialog', hidden: '' });
  #reason = new ReasonDialog();
  #pins;
  #dialog;
  /** @type {import('./moderators.js').Moderators | undefined} */
  #moderators;
  #loading = false;
  /** @type {WeakSet<import('../channel-log.js').ChannelLog>} windows for which the pins were asked for */
  #asked = new WeakSet();

  /** @param {import('./rooms-view.js').RoomsPage} page @param {(name: string) => Promise<Member | undefined>} only */
  constructor(page, only) {
    this.page = page;
    this.only = only;
    const { store } = page;
    this.#pins = new Pins(() => store.changed());
    this.#dialog = new PinsDialog({
      messages: () => this.#pins.of(store.current),
      mayUnpin: () => this.#mayPin(store.current),
      onUnpin: (id) => void this.#try(() => pinMessage(id, false)),
    });
    this.#button.append(this.#count);
    this.#button.addEventListener('click', () => this.#dialog.open(store.label()));
    part(document, '.edit-channel').before(this.#button);
  }

  render() {
    const { store, session } = this.page;
    this.#askForPins();
    const pinned = this.#pins.of(store.current).length;
    this.#button.hidden = pinned === 0 || store.nowhere;
    this.#button.setAttribute('aria-label', `Pinned messages: ${pinned}`);
    setText(this.#count, String(pinned));
    this.#dialog.render();
    if (session.isModerator && !this.#moderators) void this.#load();
    this.#moderators?.show(session.isModerator);
  }

  #askForPins() {
    const { store, session } = this.page;
    const log = store.log();
    if (store.nowhere || log.status !== 'ready' || !session.person || this.#asked.has(log)) return;
    this.#asked.add(log);
    void this.#pins.load(store.current);
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    const { store, session, toasts } = this.page;
    try {
      this.#moderators = new (await import('./moderators.js')).Moderators(store, session, toasts);
      this.#loading = false;
    } catch {
      // A moderator's next reload tries again
    }
  }

  /** @param {import('../api.js').BoardEvent} event */
  hear(event) {
    this.#pins.hear(event);
    this.#moderators?.hear(event);
  }

  /** @param {string} channel */
  #mayPin(channel) {
    const { session } = this.page;
    return isPrivate(channel) ? session.may('poster') : session.isModerator;
  }

  /** @param {Message} message @returns {Item[]} */
  menu(message) {
    const { session } = this.page;
    const { id, author, channel, deleted } = message;
    if (deleted || !session.person) return [];
    const isPinned = this.#pins.has(message);
    const pin = { label: isPinned ? 'Unpin' : 'Pin to the channel', act: () => void this.#try(() => pinMessage(id, !isPinned)) };
    const isOwn = message.mine ?? author === session.person.name;
    return [
      ...(this.#mayPin(channel) ? [pin] : []),
      ...(isOwn ? [] : [{ label: 'Report to the moderators…', act: () => this.#report(message) }]),
      ...(isOwn || !session.isModerator ? [] : this.#moderatorsItems(message)),
    ];
  }

  /** @param {Message} message @returns {Item[]} */
  #moderatorsItems(message) {
    const { author, bot } = message;
    const remove = { label: 'Delete with a reason…', act: () => this.#delete(message) };
    const restrict = { label: `Mute or ban ${author}…`, act: async () => this.#moderators?.restrict((await this.only(author)) ?? author) };
    return bot ? [remove] : [remove, restrict];
  }

  /** @param {Message} message */
  #report({ id, author }) {
    const { toasts } = this.page;
    this.#reason.open({
      title: `Report the message by ${author}`,
      text: 'The moderators will see the message, wherever it is, your name and your reason.',
      button: 'Report',
      needed: true,
      act: async (reason) => {
        await reportMessage(id, reason);
        toasts.show('The moderators will look at it.');
      },
    });
  }

  /** @param {Message} message */
  #delete(message) {
    this.#reason.open({
      title: `Delete the message by ${message.author}`,
      text: 'Everybody sees who wrote it, that a moderator deleted it, and the reason.',
      button: 'Delete',
      needed: false,
      act: async (reason) => this.page.remove(message, reason),
    });
  }

  /** @param {() => Promise<unknown>} act */
  async #try(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.page.toasts.show(error.message);
    }
  }
}
