// @ts-check
import { closedBy, restricted } from '../closed.js';
import { part, setText } from '../dom.js';
import { hueOf, initials } from '../text.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';

/** @typedef {import('../session.js').Person} Person */
/** @typedef {{ element: HTMLElement, note: HTMLElement }} Place  a composer, and what stands there in its place */
/**
 * @typedef {{ store: import('../store.js').Store, stream: { leads: boolean }, composer: import('./composer.js').Composer,
 *   threadPanel: { composer: import('./composer.js').Composer } }} Places
 */

/** The buttons of a message for those who may write. */
const WRITES = ['react', 'toggle', 'edit', 'delete'];

/** Shows who is signed in, and asks for a sign-in wherever one is needed. */
export class SignInView {
  #screen = element('section', { class: 'unknown sign-in-screen', hidden: '' },
    element('h2', {}, 'Message Board'), element('p'), element('button', { class: 'button button-primary', type: 'button' }));
  #bar = element('div', { class: 'sign-in-bar', role: 'status' },
    element('p'), element('button', { class: 'small-button', type: 'button', hidden: '' }, 'Sign in'));
  #button = element('button', { class: 'quiet-button whoami', type: 'button' },
    element('span', { class: 'avatar avatar-small', 'aria-hidden': 'true' }), element('span', { class: 'whoami-name' }));
  /** In place of what a stranger may not see. */
  #hint = signInNote('Sign in');
  #conversation = part(document, '.main .conversation');
  /** @type {Place[]} */
  #places;
  /** The last state of the connection. */
  #connection = '';
  #dialog = new Dialog('', element('div', { class: 'dialog-body' },
    element('p'), element('p', { class: 'note', role: 'status' }), element('button', { class: 'button', type: 'button' }, 'Sign out')));
  /** @type {import('./session-list.js').SessionList | undefined} loaded when somebody opens the dialog */
  #sessions;

  /**
   * @param {import('../sign-in.js').SignIn} signIn
   * @param {import('../session.js').Session} session
   * @param {Places} page
   */
  constructor(signIn, session, { store, stream, composer, threadPanel }) {
    this.signIn = signIn;
    this.session = session;
    this.store = store;
    this.stream = stream;
    this.composer = composer;
    const composers = [composer, threadPanel.composer];
    this.#places = composers.map((each) => ({ element: each.element, note: signInNote('Sign in to write') }));
    for (const { element: form, note } of this.#places) {
      part(form, '.identity').hidden = true;
      form.after(note);
      part(note, 'button').addEventListener('click', () => signIn.signIn());
    }
    setText(part(this.#hint, 'span'), 'Private channels are there once you have signed in. ');
    part(this.#hint, 'button').addEventListener('click', () => signIn.signIn());
    part(document, '.unknown p:last-child').before(this.#hint);
    this.#conversation.after(this.#screen);
    part(document, '.topbar').append(this.#bar);
    part(document, '.sidebar-foot').prepend(this.#button);
    part(this.#bar, 'button').addEventListener('click', () => signIn.signIn());
    for (const button of [this.#button, part(this.#screen, 'button')]) {
      button.addEventListener('click', () => (session.person ? this.#open(session.person) : signIn.signIn()));
    }
    part(this.#dialog.element, '.button').addEventListener('click', () => void this.#signOut());
    part(document, '.board').addEventListener('click', (event) => this.#onClick(event), { capture: true });
    part(document, '.skip').addEventListener('click', () => part(this.#places[0].note, 'button').focus());
  }

  /** What somebody clicks who may not write. @param {Event} event */
  #onClick(event) {
    const button = event.target instanceof Element ? event.target.closest('[data-action]') : null;
    const { action = '' } = /** @type {HTMLElement | null} */ (button)?.dataset ?? {};
    if (!WRITES.includes(action) || this.session.may('poster')) return;
    event.stopPropagation();
    this.signIn.suggest();
  }

  #renderConnection() {
    const { store, session, stream } = this;
    const { name } = store.connection;
    // A source does not say that it was refused, and a stream ends with its session
    if (name === 'reconnecting' && this.#connection !== name && stream.leads) void this.signIn.ask();
    this.#connection = name;
    if (session.known && !session.mayRead) store.connection = { name: 'paused' };
  }

  render() {
    this.#renderConnection();
    const { store, session } = this;
    const { nowhere } = store;
    this.#screen.hidden = !session.known || session.mayRead || nowhere || store.log().status === 'ready';
    if (!this.#screen.hidden) this.#renderScreen();
    this.#hint.hidden = !session.known || session.person !== null || Boolean(store.unknownAddress);
    this.#renderButton();
    this.#renderBar();
    const closed = Boolean(closedBy(store.channels.get(store.current)).note);
    for (const place of this.#places) this.#renderNote(place, nowhere || closed || !this.#screen.hidden);
  }

  /** What is said in place of asking somebody to sign in who may not. */
  get #ban() {
    const { isBanned, restriction } = this.session;
    return isBanned && restriction ? restricted(restriction) : '';
  }

  #renderScreen() {
    const { person } = this.session;
    this.#conversation.hidden = true;
    const text = person
      ? `You are signed in as ${person.name}, but you may not read this board. Ask whoever runs it to let you in.`
      : this.#ban || 'Sign in to read and to write.';
    part(this.#screen, 'button').hidden = Boolean(this.#ban);
    setText(part(this.#screen, 'p'), text);
    setText(part(this.#screen, 'button'), person ? 'Your account' : 'Sign in');
  }

  #renderButton() {
    const { person } = this.session;
    this.#button.hidden = !this.session.known || Boolean(this.#ban);
    const avatar = part(this.#button, '.avatar');
    avatar.hidden = !person;
    setText(part(this.#button, '.whoami-name'), person?.name ?? 'Sign in');
    if (!person) return this.#button.removeAttribute('aria-haspopup');
    this.#button.setAttribute('aria-haspopup', 'dialog');
    setText(avatar, initials(person.name));
    avatar.style.setProperty('--hue', String(hueOf(person.name)));
  }

  #renderBar() {
    const out = this.session.former !== null && !this.#ban;
    setText(part(this.#bar, 'p'), out ? 'You have been signed out. Sign in to go on.' : this.session.former ? this.#ban : '');
    const button = part(this.#bar, 'button');
    if (!out && document.activeElement === button) this.composer.focus();
    button.hidden = !out;
  }

  /** @param {Place} place @param {boolean} elsewhere the page says otherwise why nobody can write */
  #renderNote({ element: form, note }, elsewhere) {
    const { known, person } = this.session;
    const silent = !this.session.may('poster');
    note.hidden = !known || elsewhere || !silent;
    // Where somebody may write, the page decides
    if (silent) form.hidden = true;
    setText(part(note, 'span'), person ? 'You can read here, but not write.' : this.#ban);
    part(note, 'button').hidden = person !== null || Boolean(this.#ban);
  }

  /** @param {Person} person */
  #open({ name, roles }) {
    this.#dialog.title = name;
    setText(part(this.#dialog.element, 'p'), inWords(roles));
    setText(part(this.#dialog.element, '.note'), '');
    this.#dialog.open();
    void this.#listSessions();
  }

  async #listSessions() {
    try {
      const { SessionList } = await import('./session-list.js');
      this.#sessions ??= new SessionList(() => this.signIn.prove());
    } catch {
      setText(part(this.#dialog.element, '.note'), 'Where you are signed in could not be loaded.');
      return;
    }
    part(this.#dialog.element, '.dialog-body').append(this.#sessions.element);
    await this.#sessions.show();
  }

  async #signOut() {
    setText(part(this.#dialog.element, '.note'), await this.signIn.signOut());
  }
}

/** @param {string} label of its button */
const signInNote = (label) => element('p', { class: 'archived-note', hidden: '' },
  element('span'), element('button', { class: 'button', type: 'button' }, label));

/** @param {Person['roles']} roles */
function inWords(roles) {
  if (roles.includes('moderator')) return 'You are a moderator: you can read and write, and change the channels.';
  if (roles.includes('poster')) return 'You can read and write.';
  return roles.includes('reader') ? 'You can read, but not write.' : 'You can neither read nor write.';
}
