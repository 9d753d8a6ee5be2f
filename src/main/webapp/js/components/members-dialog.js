// @ts-check
import { Problem } from '../board-client.js';
import { part, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { isDirect } from '../names.js';
import { readMembers, setMember } from '../rooms-api.js';
import { hueOf, initials } from '../text.js';
import { randomUuid } from '../uuid.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';
import { PeoplePicker } from './people-picker.js';

/** @typedef {import('../api.js').Member} Member */
/** @typedef {{ key: string, shape: string, member: Member, isMe: boolean, mayRemove: boolean, mayWrite: boolean }} MemberRow */

const PAGE = 50;

/** The dialog that lists who is in a private channel, adds and removes people, and leaves it. */
export class MembersDialog {
  #picker = new PeoplePicker('Add somebody', {
    isOffered: (person) => !this.#members.has(person),
    onChoose: (member) => void this.#set(member, true),
  });
  #rows = element('ul', { class: 'members', role: 'list', 'aria-label': 'Members' });
  #list = new KeyedList(this.#rows, createRow, updateRow);
  #more = element('button', { class: 'quiet-button', type: 'button', hidden: '' }, 'Show more');
  #note = element('p', { class: 'note', role: 'status' });
  #leave = element('button', { class: 'button', type: 'button' }, 'Leave this channel');
  #sure = element('button', { class: 'button', type: 'button' }, 'Leave');
  #stay = element('button', { class: 'button', type: 'button' }, 'Stay');
  #question = element('p', {}, '');
  #confirm = element('div', { class: 'confirm', role: 'group', hidden: '' }, this.#question, this.#sure, this.#stay);
  #dialog = new Dialog('', element('div', { class: 'dialog-body' },
    this.#picker.element, this.#rows, this.#more, this.#note, this.#leave, this.#confirm));
  #channel = '';
  /** @type {Map<string, Member>} by id, those that are loaded */
  #members = new Map();
  /** @type {string | undefined} where the next page begins */
  #next;

  /**
   * @param {import('../store.js').Store} store
   * @param {import('../session.js').Session} session
   * @param {(member: Member) => void} onWrite
   */
  constructor(store, session, onWrite) {
    this.store = store;
    this.session = session;
    this.onWrite = onWrite;
    this.#confirm.setAttribute('aria-label', 'Leave this channel');
    this.#rows.addEventListener('click', (event) => this.#onClick(event));
    this.#more.addEventListener('click', () => void this.#load());
    this.#leave.addEventListener('click', () => this.#ask(true));
    this.#stay.addEventListener('click', () => this.#ask(false));
    this.#sure.addEventListener('click', () => void this.#set({ person: session.who ?? '', name: 'You' }, false));
  }

  open() {
    this.#channel = this.store.current;
    this.#members.clear();
    this.#next = undefined;
    this.#dialog.title = `Members of ${this.store.title()}`;
    this.#picker.reset();
    this.#picker.element.hidden = this.#leave.hidden = !this.#isChangeable;
    this.#confirm.hidden = true;
    setText(this.#note, '');
    this.#render();
    this.#dialog.open();
    void this.#load();
  }

  /** @param {string} channel which is gone */
  close(channel) {
    if (channel === this.#channel) this.#dialog.close();
  }

  /** Somebody has joined a channel or left it. @param {import('../api.js').BoardEvent} event */
  hear({ type, channel, person = '', name = '' }) {
    if (channel !== this.#channel || !this.#dialog.element.open) return;
    if (type === 'left') this.#members.delete(person);
    else if (!this.#next) this.#members.set(person, { person, name });
    setText(this.#note, `${name} is ${type === 'left' ? 'not a member any more' : 'a member now'}.`);
    this.#render();
  }

  get #isChangeable() {
    return !isDirect(this.#channel) && this.session.may('poster');
  }

  async #load() {
    const channel = this.#channel;
    const first = this.#next === undefined;
    await this.#try(async () => {
      const { members, next } = await readMembers(channel, { after: this.#next, limit: PAGE });
      if (channel !== this.#channel) return;
      if (first) this.#members.clear();
      members.forEach((member) => this.#members.set(member.person, member));
      this.#next = next;
    });
    this.#render();
  }

  #render() {
    const members = [...this.#members.values()].sort((a, b) => a.name.localeCompare(b.name));
    this.#list.render(members.map((member) => this.#row(member)));
    this.#more.hidden = this.#next === undefined;
  }

  /** @param {Member} member @returns {MemberRow} */
  #row(member) {
    const isMe = member.person === this.session.who;
    const drawn = { isMe, mayRemove: !isMe && this.#isChangeable, mayWrite: !isMe && this.session.may('poster') };
    return { key: member.person, shape: JSON.stringify([member.name, drawn]), member, ...drawn };
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = /** @type {Element} */ (event.target).closest('button');
    const id = /** @type {HTMLElement | null | undefined} */ (button?.closest('li'))?.dataset.person ?? '';
    const member = this.#members.get(id);
    if (!button || !member) return;
    if (button.classList.contains('remove')) return void this.#set(member, false);
    this.#dialog.close();
    this.onWrite(member);
  }

  /** @param {boolean} asked */
  #ask(asked) {
    const title = this.store.title(this.#channel);
    setText(this.#question, `Leave ${title}? You will not see it any more, until a member adds you again.`);
    this.#leave.hidden = asked;
    this.#confirm.hidden = !asked;
    (asked ? this.#stay : this.#leave).focus();
  }

  /** @param {Member} member @param {boolean} on whether they are one */
  async #set(member, on) {
    const { person, name } = member;
    const isMe = person === this.session.who;
    await this.#try(async () => {
      await setMember(this.#channel, person, on, randomUuid());
      if (isMe) return this.#dialog.close();
      if (on && !this.#next) this.#members.set(person, member);
      if (!on) this.#members.delete(person);
      setText(this.#note, `${name} is ${on ? 'a member now' : 'not a member any more'}.`);
      if (!on) this.#picker.focus();
    });
    this.#render();
  }

  /** @param {() => Promise<void>} act */
  async #try(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setText(this.#note, error.message);
    }
  }
}

/** @param {MemberRow} row */
function createRow({ member }) {
  const item = element('li', { class: 'member' },
    element('span', { class: 'avatar avatar-small', 'aria-hidden': 'true' }),
    element('bdi', { class: 'member-name' }),
    element('span', { class: 'member-me', hidden: '' }, 'you'),
    element('span', { class: 'buttons' },
      element('button', { class: 'small-button write', type: 'button' }, 'Message'),
      element('button', { class: 'small-button remove', type: 'button' }, 'Remove')));
  item.dataset.person = member.person;
  return item;
}

/** @param {HTMLElement} item @param {MemberRow} row */
function updateRow(item, { member: { name }, isMe, mayRemove, mayWrite }) {
  const avatar = part(item, '.avatar');
  setText(avatar, initials(name));
  avatar.style.setProperty('--hue', String(hueOf(name)));
  setText(part(item, '.member-name'), name);
  part(item, '.member-me').hidden = !isMe;
  for (const [selector, label, shown] of /** @type {const} */ ([['.write', 'Message', mayWrite], ['.remove', 'Remove', mayRemove]])) {
    part(item, selector).hidden = !shown;
    part(item, selector).setAttribute('aria-label', `${label} ${name}`);
  }
}
