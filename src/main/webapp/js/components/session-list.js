// @ts-check
import { request } from '../api.js';
import { Problem } from '../board-client.js';
import { part, setText } from '../dom.js';
import { clock, dayName } from '../time.js';

/** @typedef {{ id: string, browser?: string, signedInAt: string, current?: boolean }} OwnSession */

const OTHERS = 'Sign out everywhere else';
const AGAIN = 'Sign in once more';

/** Where somebody is signed in, with buttons that end it. */
export class SessionList {
  element = document.createElement('div');
  #table = document.createElement('table');
  #others = button(OTHERS, OTHERS, 'button');
  #note = document.createElement('p');
  #again = button(AGAIN, AGAIN, 'button');
  /** What is ended once the user has proved who they are. */
  #pending = '';

  /** @param {() => Promise<void>} prove has the user prove who they are */
  constructor(prove) {
    this.#table.className = 'keys';
    // The focus goes here when the button that had it is gone
    this.element.tabIndex = -1;
    this.#note.className = 'note';
    this.#note.setAttribute('role', 'status');
    this.#others.addEventListener('click', () => void this.#end('sessions'));
    this.#again.addEventListener('click', () => void prove().then(() => this.#end(this.#pending)));
    this.element.append(this.#table, this.#others, this.#note, this.#again);
  }

  /** Shows them as they are now. */
  async show() {
    setText(this.#note, '');
    this.#again.hidden = true;
    await this.#ask('sessions', 'GET');
  }

  /** @param {string} path of one, or of all but this one */
  async #end(path) {
    this.#pending = path;
    if (!(await this.#ask(path, 'DELETE'))) return;
    this.element.focus();
    setText(this.#note, path === 'sessions' ? 'You are signed out everywhere else.' : 'You are signed out there.');
  }

  /** @param {string} path @param {string} method */
  async #ask(path, method) {
    try {
      this.#render((await request(path, { method })).sessions);
      this.#again.hidden = true;
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Only somebody who has been signed in for a while gets here
      this.#again.hidden = error.status !== 403;
      setText(this.#note, error.status === 403 ? 'Before that, show that it is you.' : error.message);
      return false;
    }
  }

  /** @param {OwnSession[]} sessions */
  #render(sessions) {
    this.#others.hidden = sessions.length < 2;
    this.#table.replaceChildren(heading(), ...sessions.map((session) => this.#row(session)));
  }

  /** @param {OwnSession} session */
  #row({ id, browser = 'A browser', signedInAt, current = false }) {
    const row = document.createElement('tr');
    const name = row.appendChild(document.createElement('th'));
    name.scope = 'row';
    const begun = new Date(signedInAt);
    name.textContent = `${browser}, since ${dayName(begun)}, ${clock(begun)}`;
    const cell = row.appendChild(document.createElement('td'));
    if (current) cell.textContent = 'This browser';
    else cell.append(button('Sign out', `Sign out: ${name.textContent}`, 'small-button'));
    if (!current) part(cell, 'button').addEventListener('click', () => void this.#end(`sessions/${id}`));
    return row;
  }
}

function heading() {
  const row = document.createElement('tr');
  const cell = row.appendChild(document.createElement('th'));
  cell.colSpan = 2;
  cell.scope = 'rowgroup';
  cell.textContent = 'Where you are signed in';
  return row;
}

/** @param {string} text @param {string} label @param {string} className */
function button(text, label, className) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.textContent = text;
  element.setAttribute('aria-label', label);
  return element;
}
