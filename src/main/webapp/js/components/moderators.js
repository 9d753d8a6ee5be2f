// @ts-check
import { Problem } from '../board-client.js';
import { part, setText } from '../dom.js';
import { readReports } from '../moderation-api.js';
import { Dialog } from './dialog.js';
import { element, hiddenText } from './element.js';
import { Audit, Reports, Restrictions } from './moderation-lists.js';
import { RestrictDialog } from './restrict-dialog.js';
import { Tabs } from './tabs.js';
import { Webhooks } from './webhooks.js';

/** @typedef {import('../api.js').Message} Message */
/** @typedef {import('../api.js').Member} Member */

const EVENTS = ['restricted', 'lifted', 'reported', 'closed', 'webhook', 'webhook-revoked'];
/** More open reports than this are not counted. */
const COUNTED = 50;

/** What only moderators have: the reports, who is restricted, what was done, and the webhooks. */
export class Moderators {
  #open = 0;
  #count = element('span', { class: 'unread', hidden: '' }, element('span'), hiddenText(' reports'));
  #button = element('button', { class: 'quiet-button', type: 'button', 'aria-haspopup': 'dialog' }, 'Moderation ', this.#count);
  #restrict;
  #tabs;
  #dialog;

  /**
   * @param {import('../store.js').Store} store
   * @param {import('../session.js').Session} session
   * @param {import('./toast.js').Toasts} toasts
   */
  constructor(store, session, toasts) {
    const label = (/** @type {string} */ channel) => store.label(channel);
    this.#restrict = new RestrictDialog(session, (sentence) => toasts.show(sentence));
    const reports = new Reports(label, (member) => this.restrict(member), () => this.#dialog.close());
    const people = new Restrictions(() => this.restrict());
    const audit = new Audit(label);
    const webhooks = new Webhooks(store);
    this.#tabs = new Tabs('Moderation', [
      { label: 'Reports', panel: reports.element, open: () => void reports.load() },
      { label: 'People', panel: people.element, open: () => void people.load() },
      { label: 'Audit trail', panel: audit.element, open: () => void audit.load() },
      { label: 'Webhooks', panel: webhooks.element, open: () => void webhooks.load() },
    ]);
    this.#dialog = new Dialog('Moderation', element('div', { class: 'dialog-body' }, this.#tabs.element));
    this.#dialog.element.classList.add('wide');
    this.#dialog.element.addEventListener('close', () => webhooks.hide());
    this.#button.addEventListener('click', () => this.open());
    part(document, '.sidebar-foot .open-search').before(this.#button);
    void this.#countReports();
  }

  /** @param {boolean} shown */
  show(shown) {
    this.#button.hidden = !shown;
  }

  open() {
    this.#tabs.show(0);
    this.#dialog.open();
  }

  /** @param {Member | string} [whom] */
  restrict(whom) {
    this.#restrict.open(whom);
  }

  /** @param {import('../api.js').BoardEvent} event */
  hear({ type }) {
    if (!EVENTS.includes(type)) return;
    if (this.#dialog.element.open) this.#tabs.refresh();
    if (['reported', 'closed'].includes(type)) void this.#countReports();
  }

  async #countReports() {
    try {
      const { reports, next } = await readReports({ closed: false, limit: COUNTED });
      this.#open = reports.length;
      this.#count.hidden = this.#open === 0;
      setText(part(this.#count, 'span'), next ? `${COUNTED}+` : String(this.#open));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // The next report asks again
    }
  }
}
