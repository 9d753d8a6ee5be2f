// @ts-check
import { Problem } from '../board-client.js';
import { copy } from '../clipboard.js';
import { newId, part, setText } from '../dom.js';
import { boxOf } from '../drafts.js';
import { isDirect, isPrivate } from '../names.js';
import { Rooms } from '../rooms.js';
import { findPeople } from '../rooms-api.js';
import { element, hiddenText, icon, iconButton, LOCK, stylesheet } from './element.js';
import { MembersDialog } from './members-dialog.js';
import { Menu } from './menu.js';
import { ModerationView } from './moderation-view.js';
import { NewDirectDialog, NewRoomDialog } from './room-dialogs.js';
import { RoomSettings } from './room-settings.js';

/** @typedef {import('../api.js').Message} Message */
/** @typedef {import('../api.js').Member} Member */
/**
 * @typedef {object} RoomsPage
 * @property {import('../store.js').Store} store
 * @property {import('../session.js').Session} session
 * @property {import('../feed.js').Feed} feed
 * @property {import('../outbox.js').Outbox} outbox
 * @property {import('../drafts.js').Drafts} drafts
 * @property {import('./toast.js').Toasts} toasts
 * @property {import('./message-actions.js').MessageActions[]} toolbars
 * @property {import('./channel-list.js').ChannelList} channelList
 * @property {{ render: () => void }[]} components
 * @property {Record<string, (id: string, row: HTMLElement, button: HTMLElement) => unknown>} actions
 * @property {(id: string) => Message | undefined} find
 * @property {(message: Message, reason?: string) => void} remove
 * @property {(channel: string) => void} go
 * @property {(channel: string) => void} goTo goes there to write
 */

const PEOPLE = 'M8 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM3 16c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5m-.5-11.8a2.75 2.75 0 0 1 0 5.1m2 2.6c1.5.6 2.5 2 2.5 4.1';
const BUBBLE = 'M4.5 4.5h11v8h-6l-3.5 3v-3h-1.5z';
const PLUS = 'M10 4.5v11M4.5 10h11';
const DOTS = 'M4.5 10h.01M10 10h.01m5.49 0h.01';

/** Once its styles are there. @param {RoomsPage} page */
export async function start(page) {
  await stylesheet('rooms');
  return new RoomsView(page);
}

/** Shows private channels and direct messages, and what can be done with them. */
export class RoomsView {
  #create = iconButton('New private channel', LOCK, { 'aria-haspopup': 'dialog' });
  #write = iconButton('New direct message', PLUS, { 'aria-haspopup': 'dialog' });
  #members = iconButton('Members', PEOPLE, { 'aria-haspopup': 'dialog', hidden: '' });
  #lock = element('span', { class: 'sign', hidden: '' }, icon(LOCK), hiddenText('private '));
  #unknown = part(document, '.main > .unknown:not(.sign-in-screen)');
  #unsent = element('button', { class: 'button', type: 'button', hidden: '' }, 'Copy what you had not sent');
  #direct = element('section', { class: 'direct' });
  #menu = new Menu();
  #focusGone = false;

  /** @param {RoomsPage} page */
  constructor(page) {
    const { store, session } = page;
    this.page = page;
    this.texts = ['h2', 'p'].map((selector) => [...part(this.#unknown, selector).childNodes]);
    this.rooms = new Rooms(store, session, signOf, {
      onAdded: (channel, by) => this.#onAdded(channel, by),
      onAppear: (channel) => this.#onAppear(channel),
      onGone: (channel, loss) => this.#onGone(channel, loss),
      onEvent: (event) => {
        this.membersDialog?.hear(event);
        this.moderation?.hear(event);
      },
    });
    this.newRoom = new NewRoomDialog(this.rooms, session, page.goTo);
    this.newDirect = new NewDirectDialog(this.rooms, session, page.goTo);
    this.membersDialog = new MembersDialog(store, session, (member) => void this.#writeTo(member));
    this.roomSettings = new RoomSettings(store, session);
    this.moderation = new ModerationView(page, (name) => this.#only(name));
    this.#build();
    page.components.push(this);
  }

  #build() {
    const heading = element('h2', { id: newId() }, 'Direct messages');
    const list = element('ul', { class: 'channel-list', role: 'list', 'aria-labelledby': heading.id });
    const head = element('div', { class: 'channels-head' }, heading, this.#write);
    this.#direct.append(head, list);
    part(document, '.channel-list').after(this.#direct);
    this.page.channelList.showDirect(list);
    part(document, '.new-channel').before(this.#create);
    part(document, 'h1 .hash').after(this.#lock);
    part(document, '.edit-channel').before(this.#members);
    part(this.#unknown, 'p:last-child').before(this.#unsent);
    this.#create.addEventListener('click', () => this.newRoom.open());
    this.#write.addEventListener('click', () => this.newDirect.open());
    this.#members.addEventListener('click', () => this.membersDialog.open());
    this.#unsent.addEventListener('click', () => void this.#copyUnsent());
    this.#addMenu();
  }

  #addMenu() {
    const { toolbars, actions } = this.page;
    const label = 'More';
    const attributes = { title: 'More (M)', 'data-action': 'more', 'aria-haspopup': 'menu', 'aria-expanded': 'false' };
    for (const toolbar of toolbars) toolbar.add(iconButton(label, DOTS, attributes));
    actions.more = (id, _, button) => {
      const message = this.page.find(id);
      if (message) this.#menu.open(button, `Message by ${message.author}`, this.menu(message));
    };
  }

  render() {
    const { store, session } = this.page;
    const { current, nowhere } = store;
    const isShown = isPrivate(current) && !nowhere;
    this.rooms.update();
    this.#lock.hidden = !isShown || isDirect(current);
    this.#members.hidden = !isShown;
    const count = store.channels.get(current)?.members ?? 0;
    this.#members.setAttribute('aria-label', `Members: ${count}`);
    this.#members.title = `Members: ${count}`;
    this.#create.hidden = this.#write.hidden = !session.may('poster');
    this.#direct.hidden = this.#write.hidden && !this.rooms.names().some(isDirect);
    this.moderation.render();
    this.#renderGone();
  }

  #renderGone() {
    const { store } = this.page;
    const loss = store.nowhere && !store.unknownAddress ? this.rooms.lossOf(store.current) : undefined;
    const [heading, text] = ['h2', 'p'].map((selector) => part(this.#unknown, selector));
    if (loss) {
      setText(heading, `You are no longer in ${loss.title}.`);
      setText(text, loss.by ? `${loss.by} removed you. A member can add you again.` : 'A member can add you again.');
    } else if (heading.firstChild !== this.texts[0][0]) {
      heading.replaceChildren(...this.texts[0]);
      text.replaceChildren(...this.texts[1]);
    }
    this.#unsent.hidden = !loss || this.#unsentIn(store.current).length === 0;
    if (!loss || !this.#focusGone) return;
    this.#focusGone = false;
    heading.tabIndex = -1;
    heading.focus();
  }

  // ---- what happens

  /** @param {string} channel @param {string} by */
  #onAdded(channel, by) {
    const { store, toasts, go } = this.page;
    const open = store.current === channel ? undefined : { label: 'Open', act: () => go(channel) };
    toasts.show(`${by} added you to ${store.title(channel)}.`, open);
  }

  /** @param {string} channel */
  #onAppear(channel) {
    const { store, feed } = this.page;
    if (!store.logs.get(channel)?.missing) return;
    store.logs.delete(channel);
    if (store.current === channel) void feed.open();
  }

  /** @param {string} channel @param {import('../rooms.js').Loss} loss */
  #onGone(channel, { title, by }) {
    const { store, toasts } = this.page;
    this.membersDialog.close(channel);
    const isThere = Boolean(document.activeElement?.closest('.main, .thread')) || document.activeElement === document.body;
    this.#focusGone = store.current === channel && isThere;
    if (!this.#focusGone) toasts.show(by ? `${by} removed you from ${title}.` : `You have left ${title}.`);
  }

  /** What somebody wrote in a channel that they are no longer in. @param {string} channel */
  #unsentIn(channel) {
    const { outbox, drafts } = this.page;
    return [...outbox.entriesOf(channel).map(({ content }) => content), drafts.of(boxOf(channel))].filter(Boolean);
  }

  async #copyUnsent() {
    const { store, toasts } = this.page;
    const copied = await copy(this.#unsentIn(store.current).join('\n\n'));
    toasts.show(copied ? 'Copied.' : 'This browser does not let the page copy.');
  }

  // ---- what can be done

  settings() {
    this.roomSettings.open();
  }

  /** What else can be done with a message. @param {Message} message @returns {import('./menu.js').Item[]} */
  menu(message) {
    const { session } = this.page;
    const { author, bot } = message;
    const isSomebodyElse = !bot && author !== session.person?.name && session.may('poster');
    const write = { label: `Message ${author}`, act: () => void this.#writeToAuthor(author) };
    return [...(isSomebodyElse ? [write] : []), ...this.moderation.menu(message)];
  }

  /** A message says its author's name alone, which several people may have. @param {string} author */
  async #writeToAuthor(author) {
    const known = await this.#only(author);
    if (known) await this.#writeTo(known);
    else this.newDirect.open(author);
  }

  /** @param {string} name @returns {Promise<Member | undefined>} the only one of that name */
  async #only(name) {
    const { people } = await findPeople(name).catch(() => ({ people: [] }));
    const found = people.filter((each) => each.name === name && each.person !== this.page.session.who);
    return found.length === 1 ? found[0] : undefined;
  }

  /** @param {Member} member */
  async #writeTo({ person }) {
    try {
      this.page.goTo(await this.rooms.direct([person]));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.page.toasts.show(error.message);
    }
  }
}

/** @param {string} name */
function signOf(name) {
  return isDirect(name)
    ? element('span', { class: 'sign' }, icon(BUBBLE))
    : element('span', { class: 'sign' }, icon(LOCK), hiddenText('private '));
}
