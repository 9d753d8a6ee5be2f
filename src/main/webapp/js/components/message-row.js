// @ts-check
import { fromTemplate, part, setText } from '../dom.js';
import { isUnparsed, setMarkdown } from '../markdown.js';
import { hashOf } from '../route.js';
import { hueOf, initials } from '../text.js';
import { clock, fullTime, relativeTime } from '../time.js';

/** @typedef {import('../timeline.js').Row} Row */
/** @typedef {Row & { kind: 'message' }} MessageRow */

const DELIVERY = {
  sending: 'Sending…', waiting: 'Not sent yet', sent: 'Sent', delivered: 'Delivered', failed: 'Not sent', refused: 'Not sent', '': '',
};
/** What can be done about a message that is not sent, by its status. */
const REMEDIES = { waiting: ['retry', 'amend', 'discard'], failed: ['retry', 'amend', 'discard'], refused: ['amend', 'discard'] };

/** @type {WeakMap<HTMLElement, string>} the content that an element shows */
const shown = new WeakMap();

/** @param {Row} row */
export function createRow(row) {
  if (row.kind !== 'message') return createBreak(row);
  const element = fromTemplate('message');
  element.dataset.id = 'key' in row.message ? row.message.key : row.message.id;
  return element;
}

/** @param {HTMLElement} element @param {Row} row */
export function updateRow(element, row) {
  if (row.kind !== 'message') return setText(part(element, 'span'), row.label);
  setMessage(element, row);
  element.classList.toggle('grouped', row.grouped);
  element.classList.toggle('highlighted', row.highlighted);
  element.dataset.status = row.status;
  const delivery = part(element, '.delivery');
  delivery.title = DELIVERY[/** @type {keyof typeof DELIVERY} */ (row.status)];
  setText(delivery, delivery.title);
  setTime(element, row);
  setFailure(element, row);
}

/** Updates the relative times. @param {ParentNode} parent */
export function updateTimes(parent) {
  for (const time of parent.querySelectorAll('time[data-relative]')) {
    setText(time, relativeTime(new Date(/** @type {HTMLTimeElement} */ (time).dateTime)));
  }
}

/** @param {Row} row */
function createBreak(row) {
  const element = fromTemplate('break');
  element.classList.add(row.kind);
  return element;
}

/** @param {HTMLElement} element @param {MessageRow} row */
function setMessage(element, { message: { author, content } }) {
  if (shown.get(element) === content && !isUnparsed(part(element, '.content'))) return;
  shown.set(element, content);
  element.style.setProperty('--hue', String(hueOf(author)));
  setText(part(element, '.avatar'), initials(author));
  setText(part(element, '.author'), author);
  setMarkdown(part(element, '.content'), content);
}

/**
 * A grouped message has its time in the margin, which has room only for hours and minutes.
 * @param {HTMLElement} element @param {MessageRow} row
 */
function setTime(element, { message, grouped }) {
  const date = new Date(message.timestamp);
  const time = /** @type {HTMLTimeElement} */ (part(element, 'time'));
  time.dateTime = message.timestamp;
  time.title = fullTime(date);
  time.toggleAttribute('data-relative', !grouped);
  setText(time, grouped ? clock(date) : relativeTime(date));
  // What is not on the board yet has no address
  if ('position' in message) part(element, '.permalink').setAttribute('href', hashOf(message.channel, message.id));
}

/** @param {HTMLElement} element @param {MessageRow} row */
function setFailure(element, { status, failure }) {
  element.querySelector('.failed')?.remove();
  const remedies = REMEDIES[/** @type {keyof typeof REMEDIES} */ (status)];
  if (!remedies) return;
  const note = fromTemplate('failed');
  const later = status === 'waiting' ? ' It will be sent as soon as possible.' : '';
  setText(part(note, '.failed-text'), `${DELIVERY[/** @type {keyof typeof DELIVERY} */ (status)]}. ${failure}${later}`);
  for (const button of note.querySelectorAll('button')) button.hidden = !remedies.includes(button.dataset.action ?? '');
  part(element, '.message-body').append(note);
}
