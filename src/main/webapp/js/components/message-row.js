// @ts-check
import { fromTemplate, part, setText } from '../dom.js';
import { isUnparsed, setMarkdown } from '../markdown.js';
import { markMentions } from '../mentions.js';
import { hashByAuthor, hashOf } from '../route.js';
import { hueOf, initials, plural } from '../text.js';
import { clock, fullTime, relativeTime } from '../time.js';

/** @typedef {import('../timeline.js').Row} Row */
/** @typedef {Row & { kind: 'message' }} MessageRow */

const DELIVERY = {
  sending: 'Sending…', waiting: 'Not sent yet', sent: 'Sent', delivered: 'Delivered', failed: 'Not sent', refused: 'Not sent', '': '',
};
/** What can be done about a message that is not sent, by its status. */
const REMEDIES = { waiting: ['retry', 'amend', 'discard'], failed: ['retry', 'amend', 'discard'], refused: ['amend', 'discard'] };

/** @type {WeakMap<HTMLElement, string>} the author and the content that an element shows */
const shown = new WeakMap();
const DELETED = { owner: 'deleted this message.', moderator: 'wrote a message that a moderator deleted.' };

/** @param {Row} row */
export function createRow(row) {
  if (row.kind !== 'message') return createBreak(row);
  const element = fromTemplate('message');
  element.dataset.id = 'key' in row.message ? row.message.key : row.message.id;
  return element;
}

/** @param {HTMLElement} element @param {Row} row @param {string} [me] the reader's name */
export function updateRow(element, row, me = '') {
  if (row.kind !== 'message') return setText(part(element, 'span'), row.label);
  setMessage(element, row, me);
  setRoot(element, row);
  setReactions(element, row.message.reactions ?? []);
  setReplies(element, row.message);
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

/** @param {HTMLElement} element @param {MessageRow} row @param {string} me */
function setMessage(element, { message }, me) {
  const { author, content, deleted, editedAt = '', mentions = [], bot } = message;
  const body = part(element, '.content');
  part(element, '.edited').hidden = !editedAt || Boolean(deleted);
  part(element, '.edited').title = editedAt && `Edited ${fullTime(new Date(editedAt))}`;
  element.classList.toggle('deleted', Boolean(deleted));
  const reason = message.reason ? ` Reason: ${message.reason}` : '';
  const ending = `${author} ${DELETED[message.deletedBy ?? 'owner']}${reason}`;
  const text = deleted ? ending : content;
  if (shown.get(element) === `${author} ${me} ${text}` && !isUnparsed(body)) return;
  shown.set(element, `${author} ${me} ${text}`);
  element.style.setProperty('--hue', String(hueOf(author)));
  setText(part(element, '.avatar'), bot?.icon ?? initials(author));
  part(element, '.bot').hidden = !bot;
  setText(part(element, '.author'), author);
  part(element, '.author').setAttribute('href', hashByAuthor(message.channel, author));
  part(element, '.author').title = `Show only messages by ${author}`;
  if (deleted) return setText(body, text);
  setMarkdown(body, content);
  if (content.includes('@')) markMentions(body, [...mentions, me], me);
}

/** @param {HTMLElement} element @param {MessageRow} row */
function setRoot(element, { message, root }) {
  const line = part(element, '.reply-to');
  line.hidden = !message.replyTo || !root;
  if (!root) return;
  setText(part(line, '.reply-to-author'), root.author);
  setText(part(line, '.reply-to-text'), root.deleted ? 'a deleted message' : root.content?.slice(0, 120) || 'an earlier message');
}

/** @param {HTMLElement} element @param {import('../api.js').Reaction[]} reactions */
function setReactions(element, reactions) {
  const bar = part(element, '.reactions');
  bar.hidden = reactions.length === 0;
  bar.replaceChildren(
    ...reactions.map(({ emoji, count, mine }) => {
      const button = fromTemplate('reaction');
      button.dataset.emoji = emoji;
      button.setAttribute('aria-pressed', String(Boolean(mine)));
      button.setAttribute('aria-label', `${emoji} ${count}`);
      setText(part(button, '.reaction-emoji'), emoji);
      setText(part(button, '.reaction-count'), String(count));
      return button;
    }),
  );
}

/** @param {HTMLElement} element @param {import('../timeline.js').Shown} message */
function setReplies(element, { replies = 0, lastReplyAt }) {
  const button = part(element, '.replies');
  button.hidden = replies === 0;
  const last = lastReplyAt ? `, last ${relativeTime(new Date(lastReplyAt))}` : '';
  setText(button, `${plural(replies, 'reply', 'replies')}${last}`);
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
