// @ts-check
import { BoardClient } from './board-client.js';

/**
 * @typedef {{ position: string, id: string, channel: string, author: string, content: string, timestamp: string,
 *   revision?: number, editedAt?: string, deleted?: boolean, deletedBy?: 'owner' | 'moderator', reason?: string,
 *   mine?: boolean, replyTo?: string, replies?: number, lastReplyAt?: string, mentions?: string[],
 *   reactions?: Reaction[], bot?: { icon?: string } }} Message  replyTo: the message that began the thread; bot: no person
 *   wrote it
 * @typedef {{ emoji: string, count: number, mine?: boolean }} Reaction
 * @typedef {{ type: string, position: string, channel: string, event?: string, message?: Message, id?: string,
 *   emoji?: string, count?: number, by?: string, topic?: string, kind?: string, archived?: boolean, title?: string, locked?: boolean,
 *   members?: Member[], person?: string, name?: string, own?: boolean }} BoardEvent  an event of the stream; one of type
 *   `message` has the members of the message itself; event: the idempotency key of a change; members: whom a private
 *   channel begins with; person: who joins or leaves one; own: this page made it
 * @typedef {{ person: string, name: string }} Member  person: the id by which others name somebody
 * @typedef {{ messages: Message[], position: string, next?: string, newer?: string }} Page  newest message first; next:
 *   the `before` of the page of older messages, newer: the `after` of the page of newer ones, absent when there are none
 * @typedef {{ message: Message, snippet: string, ranges: { start: number, end: number }[] }} Hit  ranges: where the words
 *   are in the snippet
 * @typedef {{ topic?: string, kind?: string, archived?: boolean, title?: string, locked?: boolean }} ChannelSettings  kind: nothing for an
 *   open channel, or `announcement`, `private`, `direct`; title: what people call it, if that is not its name; locked: only moderators write
 * @typedef {{ name: string, messages: number, position?: string, members?: number } & ChannelSettings} ChannelInfo
 *   messages: total ever posted; members: how many a private one has
 * @typedef {{ channel: string, id: string, count: number, readAt: string, position?: string }} ReadMark  id: the last
 *   message read; count: messages of the channel read; position: the message's, absent once the board has forgotten it
 */

/** With the answers to the requests that index.html made before this module was there, each once. */
export const board = new BoardClient(document.baseURI, { fetch: (url, options) => early(url) ?? fetch(url, options) });

/**
 * before, after: positions, around: the id of a message to have in the middle
 * @param {{ channel?: string, author?: string, before?: string, after?: string, around?: string, limit: number,
 *   patienceMs?: number }} query
 * @returns {Promise<Page>}
 */
export async function readMessages({ patienceMs, channel, author, ...query }) {
  return request(`messages?${parameters({ channel, author, ...query })}`, {}, patienceMs);
}

/**
 * from, to: times in ISO-8601, before: the next of a page
 * @param {{ q?: string, channel?: string, author?: string, from?: string, to?: string, has?: string, before?: string,
 *   limit: number }} query
 * @returns {Promise<{ hits: Hit[], next?: string }>}
 */
export function searchMessages(query) {
  return request(`messages/search?${parameters(query)}`);
}

/** @param {string} id */
export function readMessage(id) {
  return /** @type {Promise<Message>} */ (request(`messages/${encodeURIComponent(id)}`));
}

/** @returns {Promise<{ channels: ChannelInfo[], position: string }>} position: the board's, when they were read */
export function readChannels() {
  return request('channels');
}

/**
 * A message posted twice with the same key appears once.
 * @param {string} key
 * @param {{ author: string, content: string, channel: string, replyTo?: string }} message
 * @returns {Promise<Message>} with the id that it has on the board, but without a position
 */
export function postMessage(key, { author, content, channel, replyTo }) {
  return write('POST', 'messages', key, { author, content, channel, replyTo });
}

/** @param {string} id @param {string} content @param {number} revision the one that is edited @param {string} key */
export function editMessage(id, content, revision, key) {
  return write('PUT', `messages/${id}`, key, { content }, { 'If-Match': `"${revision}"` });
}

/** @param {string} id @param {string} key @param {string} [reason] a moderator's, which others read */
export function deleteMessage(id, key, reason) {
  return write('DELETE', `messages/${id}${reason ? `?${parameters({ reason })}` : ''}`, key);
}

/**
 * @param {string} id
 * @param {string} emoji
 * @param {boolean} on
 * @param {string} author whose reaction it is
 * @param {string} key
 */
export function reactTo(id, emoji, on, author, key) {
  const path = `messages/${id}/reactions/${encodeURIComponent(emoji)}`;
  return write(on ? 'PUT' : 'DELETE', path, key, on ? { author } : undefined);
}

/** @param {string} id @returns {Promise<{ reactions: { emoji: string, by: string }[] }>} who reacted */
export function readReactions(id) {
  return request(`messages/${id}/reactions`);
}

/** @param {string} id @param {{ before?: string, limit: number }} query @returns {Promise<Page>} */
export function readReplies(id, query) {
  return request(`messages/${id}/replies?${parameters(query)}`);
}

/** @param {string} name @param {ChannelSettings & { author?: string }} channel @param {string} key */
export function changeChannel(name, channel, key) {
  return write('PUT', `channels/${name}`, key, channel);
}

/** @returns {Promise<{ marks: ReadMark[] }>} of whoever has signed in */
export function readReadMarks() {
  return request('read-marks');
}

/** @param {string} channel @param {{ id: string, count: number }} mark @returns {Promise<ReadMark>} the one that stands */
export function moveReadMark(channel, mark) {
  const headers = { 'Content-Type': 'application/json' };
  return request(`read-marks/${channel}`, { method: 'PUT', headers, body: JSON.stringify(mark), keepalive: true });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} key
 * @param {object} [body]
 * @param {Record<string, string>} [headers]
 */
export function write(method, path, key, body, headers = {}) {
  const json = body && { 'Content-Type': 'application/json' };
  return request(path, {
    method,
    headers: { ...json, 'Idempotency-Key': key, ...headers },
    body: body && JSON.stringify(body),
    // A deletion may be sent as the page goes
    keepalive: method === 'DELETE',
  });
}

/** @param {Record<string, string | number | undefined>} values */
export function parameters(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

/** @typedef {(send: () => Promise<any>, path: string, method?: string) => Promise<any>} Guard */
/** @type {Guard | undefined} */
let guard;

/** @param {Guard} sender  sends all requests from now on, each when it may be sent */
export function guardRequests(sender) {
  guard = sender;
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @param {number} [patienceMs]
 */
export async function request(path, options = {}, patienceMs) {
  const send = () => board.request(path, options, patienceMs);
  return guard ? guard(send, path, options.method) : send();
}

/** @param {string} url @returns {Promise<Response> | undefined} */
function early(url) {
  const { early: answers } = /** @type {{ early?: Map<string, Promise<Response>> }} */ (globalThis);
  const started = answers?.get(url);
  answers?.delete(url);
  return started;
}
