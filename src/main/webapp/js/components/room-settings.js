// @ts-check
import { changeChannel } from '../api.js';
import { setText } from '../dom.js';
import { isPrivate } from '../names.js';
import { codePoints } from '../text.js';
import { randomUuid } from '../uuid.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';
import { field, onSubmit, TITLE_LIMIT, TOPIC_LIMIT } from './room-dialogs.js';

/** The settings of a channel where people sign in: of an open one for moderators, of a private one for its members. */
export class RoomSettings {
  #note = element('p', { class: 'note', role: 'status' });
  #title = field('Title', this.#note, { name: 'title' });
  #topic = field('Topic', this.#note, { name: 'topic', placeholder: 'What is this channel about?' });
  #announcement = checkbox('announcement', 'Announcements: everybody reads and reacts, only moderators post');
  #locked = checkbox('locked', 'Locked: only moderators write');
  #archived = checkbox('archived', 'Archived: everybody can read, nobody can write');
  #dialog;
  #channel = '';

  /** @param {import('../store.js').Store} store @param {import('../session.js').Session} session */
  constructor(store, session) {
    this.store = store;
    this.session = session;
    const button = element('button', { class: 'button button-primary', type: 'submit' }, 'Save');
    const rows = [this.#title.row, this.#topic.row, this.#announcement.row, this.#locked.row, this.#archived.row, this.#note, button];
    const form = element('form', { class: 'dialog-body', novalidate: '' }, ...rows);
    this.#dialog = new Dialog('', form);
    onSubmit(this.#dialog, form, this.#note, () => this.#wrong || this.#save());
  }

  open() {
    const { store } = this;
    const { topic = '', kind, archived, locked } = store.channels.get(store.current) ?? {};
    this.#channel = store.current;
    this.#announcement.row.hidden = this.#locked.row.hidden = isPrivate(this.#channel);
    this.#title.input.value = store.title();
    this.#topic.input.value = topic;
    this.#announcement.input.checked = kind === 'announcement';
    this.#locked.input.checked = Boolean(locked);
    this.#archived.input.checked = Boolean(archived);
    setText(this.#note, '');
    this.#dialog.title = store.label();
    this.#dialog.open();
  }

  get #wrong() {
    const title = this.#title.input.value.trim();
    if (!title) return 'The title is missing.';
    if (codePoints(title) > TITLE_LIMIT) return `A title has at most ${TITLE_LIMIT} characters.`;
    if (codePoints(this.#topic.input.value.trim()) > TOPIC_LIMIT) return `A topic has at most ${TOPIC_LIMIT} characters.`;
    return '';
  }

  #save() {
    const [title, topic] = [this.#title, this.#topic].map(({ input }) => input.value.trim());
    const kind = this.#announcement.input.checked ? 'announcement' : 'open';
    const more = isPrivate(this.#channel) ? {} : { kind, locked: this.#locked.input.checked };
    return changeChannel(this.#channel, { title, topic, archived: this.#archived.input.checked, ...more }, randomUuid());
  }
}

/** @param {string} name @param {string} label */
function checkbox(name, label) {
  const input = element('input', { type: 'checkbox', name });
  return { input, row: element('label', { class: 'check' }, input, label) };
}
