// @ts-check
import { closeReport, readAudit, readReports, readRestrictions, restrict } from '../moderation-api.js';
import { hashOf } from '../route.js';
import { fullTime } from '../time.js';
import { element } from './element.js';
import { PagedList, smallButton } from './paged-list.js';

/** @typedef {import('../api.js').Member} Member */
/** @typedef {import('../moderation-api.js').Report} Report */
/** @typedef {import('../moderation-api.js').Restricted} Restricted */
/** @typedef {import('../moderation-api.js').AuditEntry} AuditEntry */
/** @typedef {(channel: string) => string} Label what people call a channel */

const PAGE = 30;

/** @param {string} time */
export const when = (time) => fullTime(new Date(time));

/** @param {{ kind?: string, until?: string }} restriction */
export const inWords = ({ kind, until }) => `${kind} ${until ? `until ${when(until)}` : 'without an end'}`;

/** @param {string} [reason] */
const because = (reason) => (reason ? ` Reason: ${reason}` : '');

/** What people have reported: what is open, or what was decided. */
export class Reports {
  #closed = element('input', { type: 'checkbox' });
  #list = new PagedList({
    read: async (/** @type {string | undefined} */ before) => {
      const { reports, next } = await readReports({ closed: this.#closed.checked, before, limit: PAGE });
      return { items: reports, next };
    },
    draw: (/** @type {Report} */ report) => this.#draw(report),
    none: 'Nothing is waiting for a decision.',
  });
  element = element('div', {}, element('label', { class: 'check' }, this.#closed, 'Show what was decided'), this.#list.element);

  /** @param {Label} label @param {(member: Member) => void} onRestrict @param {() => void} onLeave */
  constructor(label, onRestrict, onLeave) {
    this.label = label;
    this.onRestrict = onRestrict;
    this.onLeave = onLeave;
    this.#closed.addEventListener('change', () => void this.load());
  }

  load() {
    return this.#list.load();
  }

  /** @param {Report} report */
  #draw(report) {
    const { message, reason, by, timestamp, closed } = report;
    const card = element('div', {}, ...this.#message(message),
      element('p', {}, `Reported by ${by}, ${when(timestamp)}: ${reason}`));
    if (closed) card.append(element('p', { class: 'note' }, `${outcome(closed.outcome)} by ${closed.by}, ${when(closed.timestamp)}`));
    else card.append(this.#buttons(report));
    return card;
  }

  /** @param {Report['message']} message */
  #message({ id, author, channel, content = '', timestamp = '', deleted }) {
    if (!channel) return [element('p', { class: 'hit-text' }, 'A message that the board has forgotten')];
    const link = element('a', { href: hashOf(channel, id) }, this.label(channel));
    link.addEventListener('click', this.onLeave);
    return [
      element('p', { class: 'hit-place' }, element('bdi', {}, author), ' in ', link, `, ${when(timestamp)}`),
      element('p', { class: 'hit-text', dir: 'auto' }, deleted ? 'A deleted message' : content),
    ];
  }

  /** @param {Report} report */
  #buttons({ id, message, person }) {
    const { author = 'somebody' } = message;
    const close = (/** @type {'dismissed' | 'removed'} */ how) =>
      void this.#list.act(() => closeReport(id, how), `${outcome(how)}.`);
    const buttons = element('p', { class: 'buttons' },
      smallButton('Dismiss', () => close('dismissed'), `Dismiss the report about ${author}`),
      smallButton('Remove message', () => close('removed'), `Remove the message by ${author}`));
    if (person) buttons.append(smallButton('Restrict…', () => this.onRestrict({ person, name: author }), `Restrict ${author}`));
    return buttons;
  }
}

/** @param {'dismissed' | 'removed'} how */
const outcome = (how) => (how === 'removed' ? 'Message removed' : 'Dismissed');

/** Who is muted or banned. */
export class Restrictions {
  #list = new PagedList({
    read: async () => ({ items: (await readRestrictions()).restrictions }),
    draw: (/** @type {Restricted} */ restricted) => this.#draw(restricted),
    none: 'Nobody is restricted.',
  });
  element = element('div', {}, smallButton('Restrict somebody…', () => this.onRestrict()), this.#list.element);

  /** @param {() => void} onRestrict */
  constructor(onRestrict) {
    this.onRestrict = onRestrict;
  }

  load() {
    return this.#list.load();
  }

  /** @param {Restricted} restricted */
  #draw({ person, name, kind, until, reason, by, timestamp }) {
    const lift = () => void this.#list.act(() => restrict(person, null), `${name} is free again.`);
    return element('div', {},
      element('p', {}, element('bdi', { class: 'card-author' }, name), ` is ${inWords({ kind, until })}.${because(reason)}`),
      element('p', { class: 'hit-place' }, `By ${by}, ${when(timestamp)}`),
      element('p', { class: 'buttons' }, smallButton('Lift', lift, `Lift the restriction of ${name}`)));
  }
}

/** What moderators did. */
export class Audit {
  #list = new PagedList({
    read: async (/** @type {string | undefined} */ before) => {
      const { entries, next } = await readAudit({ before, limit: PAGE });
      return { items: entries, next };
    },
    draw: (/** @type {AuditEntry} */ entry) => this.#draw(entry),
    none: 'Nothing has been done yet.',
  });
  element = this.#list.element;

  /** @param {Label} label */
  constructor(label) {
    this.label = label;
  }

  load() {
    return this.#list.load();
  }

  /** @param {AuditEntry} entry */
  #draw(entry) {
    return element('div', {},
      element('p', { dir: 'auto' }, auditSentence(entry, this.label)),
      element('p', { class: 'hit-place' }, when(entry.timestamp)));
  }
}

/** @param {AuditEntry} entry @param {Label} label @returns {string} */
export function auditSentence(entry, label) {
  const { type, by, name, channel, reason } = entry;
  const where = channel ? ` in ${label(channel)}` : '';
  /** @type {Record<string, () => string>} */
  const sentences = {
    deleted: () => `${by} deleted a message${where}.`,
    pinned: () => `${by} pinned a message${where}.`,
    unpinned: () => `${by} unpinned a message${where}.`,
    restricted: () => `${by}: ${name} is ${inWords(entry)}.`,
    lifted: () => `${by} lifted the restriction of ${name}.`,
    closed: () => `${by} ${entry.outcome === 'removed' ? 'removed a message that was reported' : 'dismissed a report'}.`,
    channel: () => `${by} set ${channel ? label(channel) : 'a channel'}: ${settings(entry)}.`,
    webhook: () => `${by} made the webhook ${name}${where}.`,
    'webhook-revoked': () => `${by} revoked the webhook ${name ?? ''}${where}.`,
  };
  return (sentences[type]?.() ?? `${by}: ${type}${where}.`) + because(reason);
}

/** @param {AuditEntry} entry */
function settings({ title, topic, kind, locked, archived }) {
  const said = [title && `title “${title}”`, topic && `topic “${topic}”`, kind === 'announcement' && 'announcements',
    locked && 'locked', archived && 'archived'];
  return said.filter(Boolean).join(', ') || 'open, without a topic';
}
