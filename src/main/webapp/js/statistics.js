// @ts-check
import { parameters, request } from './api.js';
import { element } from './components/element.js';
import { part, setText } from './dom.js';

/**
 * @typedef {{ posts: number, edits: number, reactions: number, people: number, answered: number, responseSeconds?: number }} Tally
 * @typedef {Tally & { time: string }} Point
 * @typedef {{ step: 'minute' | 'hour' | 'day', from: string, to: string, total: Tally, points: Point[],
 *   channels?: (Tally & { channel: string })[] }} Statistics
 */

/** @param {{ step: string, channel?: string }} query @returns {Promise<Statistics>} */
export function readStatistics(query) {
  return request(`statistics?${parameters(query)}`);
}

/**
 * Adds the button of the statistics, which are loaded once somebody wants to see them.
 * @param {import('./store.js').Store} store
 */
export function addStatistics(store) {
  const button = element('button', { class: 'quiet-button', type: 'button', 'aria-haspopup': 'dialog' }, 'Statistics');
  /** @type {import('./components/statistics-dialog.js').StatisticsDialog | undefined} */
  let dialog;
  button.addEventListener('click', async () => {
    try {
      const { StatisticsDialog } = await import('./components/statistics-dialog.js');
      dialog ??= new StatisticsDialog(store);
      await dialog.open();
      setText(button, 'Statistics');
    } catch {
      setText(button, 'Statistics: try again');
    }
  });
  part(document, '.open-search').after(button);
}
