// @ts-check
import { fromTemplate, part, setText } from '../dom.js';
import { hueOf, initials, setLinkedText } from '../text.js';
import { clock, fullTime, relativeTime } from '../time.js';

/** @typedef {import('../timeline.js').Row} Row */

const DELIVERY = { sending: 'Sending…', sent: 'Sent', delivered: 'Delivered', failed: 'Not sent', refused: 'Not sent', '': '' };

/** @param {Row} row */
export function createRow(row) {
  if (row.kind !== 'message') return createBreak(row);
  const { author, content, id } = row.message;
  const element = fromTemplate('message-template');
  element.dataset.id = id;
  element.style.setProperty('--hue', String(hueOf(author)));
  setText(part(element, '.avatar'), initials(author));
  setText(part(element, '.author'), author);
  setLinkedText(part(element, '.content'), content);
  return element;
}

/** @param {HTMLElement} element @param {Row} row */
export function updateRow(element, row) {
  if (row.kind !== 'message') return setText(part(element, 'span'), row.label);
  element.classList.toggle('grouped', row.grouped);
  element.dataset.status = row.status;
  const delivery = part(element, '.delivery');
  delivery.title = DELIVERY[/** @type {keyof typeof DELIVERY} */ (row.status)];
  setText(delivery, delivery.title);
  setTime(/** @type {HTMLTimeElement} */ (part(element, 'time')), row);
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
  const element = fromTemplate('break-template');
  element.classList.add(row.kind);
  return element;
}

/**
 * A grouped message has its time in the margin, which has room only for hours and minutes.
 * @param {HTMLTimeElement} time @param {Row & { kind: 'message' }} row
 */
function setTime(time, { message, grouped }) {
  const date = new Date(message.timestamp);
  time.dateTime = message.timestamp;
  time.title = fullTime(date);
  time.toggleAttribute('data-relative', !grouped);
  setText(time, grouped ? clock(date) : relativeTime(date));
}

/** @param {HTMLElement} element @param {Row & { kind: 'message' }} row */
function setFailure(element, { status, failure }) {
  element.querySelector('.failed')?.remove();
  if (status !== 'failed' && status !== 'refused') return;
  const note = fromTemplate('failed-template');
  setText(part(note, '.failed-text'), `Not sent. ${failure}`);
  part(note, '[data-action=retry]').hidden = status === 'refused';
  part(note, '[data-action=edit]').hidden = status === 'failed';
  part(element, '.message-body').append(note);
}
