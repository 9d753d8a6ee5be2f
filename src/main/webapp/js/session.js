// @ts-check

/** @typedef {'reader' | 'poster' | 'moderator'} Role */
/** @typedef {import('./moderation-api.js').Restriction} Restriction */
/** @typedef {{ id: string, name: string, roles: Role[] }} Person  id: stays the same when the name changes */

/**
 * Who uses the page. Guests are nobody in particular: they give a name with each message. Where people sign in, the
 * server says who it is, and sign-in.js passes that on.
 */
export class Session {
  /** @type {Person | null} who is signed in */
  person = null;
  /** @type {Person | null} whose session has ended since the page was opened; they are asked to sign in again */
  former = null;
  /** @type {Restriction | undefined} how moderators have restricted whoever uses the page */
  #restriction;
  /** Whether the server has said who is signed in. */
  known = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {{ auth?: string, read?: string }} settings the server's, from index.html */
  constructor({ auth, read }) {
    this.mode = auth === 'oidc' ? 'oidc' : 'guest';
    this.isPublic = read !== 'signed-in';
  }

  /** @param {() => void} listener called when the server has said who is signed in */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** @param {Person | null} person @param {Restriction} [restriction] */
  become(person, restriction) {
    this.#restriction = restriction;
    this.former = person ? null : (this.person ?? this.former);
    this.person = person;
    this.known = true;
    this.#listeners.forEach((listener) => listener());
  }

  /** Whose drafts and messages these are; undefined for guests. */
  get who() {
    return (this.person ?? this.former)?.id;
  }

  /** @returns {Restriction | undefined} one that has not ended by itself */
  get restriction() {
    const { until } = this.#restriction ?? {};
    return until && Date.parse(until) < Date.now() ? undefined : this.#restriction;
  }

  get isBanned() {
    return this.restriction?.kind === 'banned';
  }

  get mayRead() {
    if (this.isBanned) return false;
    return this.isPublic || Boolean(this.person?.roles.includes('reader'));
  }

  /** Guests have no moderators. */
  get isModerator() {
    return Boolean(this.person?.roles.includes('moderator'));
  }

  /** Whether the user has a role, or had it until the session ended. @param {Role} role */
  may(role) {
    if (this.isBanned) return false;
    return this.mode === 'guest' || Boolean((this.person ?? this.former)?.roles.includes(role));
  }
}

export const session = new Session(document.documentElement.dataset);
