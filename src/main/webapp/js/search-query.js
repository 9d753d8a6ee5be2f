// @ts-check

/**
 * @typedef {{ name: string, value: string, source: string }} Filter  source: as it was typed
 * @typedef {{ q: string, filters: Filter[], parameters: { channel?: string, author?: string, from?: string, to?: string,
 *   has?: string } }} SearchQuery
 */

const FILTER = /(?<=^|\s)(in|from|before|after|has):(?:"([^"]*)"|(\S+))/giu;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** What the board is asked, by the name of a filter. @type {Record<string, (value: string) => object | null>} */
const PARAMETERS = {
  in: (value) => ({ channel: value.replace(/^#/u, '').toLowerCase() }),
  from: (value) => ({ author: value.replace(/^@/u, '') }),
  before: (value) => (dayOf(value, 0) ? { to: dayOf(value, 0) } : null),
  after: (value) => (dayOf(value, 1) ? { from: dayOf(value, 1) } : null),
  has: (value) => (value.toLowerCase() === 'link' ? { has: 'link' } : null),
};

/**
 * Reads what somebody types: words, "phrases", -not, prefix*, and filters such as in:general. What is not a filter is
 * left to the board.
 * @param {string} text
 * @returns {SearchQuery}
 */
export function parseSearch(text) {
  /** @type {Filter[]} */
  const filters = [];
  const parameters = {};
  const q = text.replace(FILTER, (source, name, quoted, word) => {
    const value = quoted ?? word;
    const parameter = value && PARAMETERS[name.toLowerCase()](value);
    if (!parameter) return source;
    Object.assign(parameters, parameter);
    filters.push({ name: name.toLowerCase(), value, source });
    return '';
  });
  return { q: q.trim().replace(/\s+/gu, ' '), filters, parameters };
}

/** The last word may go on while it is being typed. @param {string} q */
export const asPrefix = (q) => (/(?<=^|\s)-?[\p{L}\p{N}_]{2,}$/u.test(q) ? `${q}*` : q);

/** @param {string} text @param {Filter} filter @returns {string} the text without it */
export const without = (text, { source }) => text.replace(source, '').replace(/\s+/gu, ' ').trim();

/**
 * @param {string} value a day of the reader's calendar
 * @param {number} later how many days later
 * @returns {string | undefined} when it begins
 */
function dayOf(value, later) {
  const [, year, month, day] = DAY.exec(value) ?? [];
  if (!year) return undefined;
  const date = new Date(Number(year), Number(month) - 1, Number(day) + later);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
