// @ts-check
import { parameters, request, write } from './api.js';

/** @typedef {import('./api.js').Member} Member */
/** @typedef {import('./api.js').ChannelInfo} ChannelInfo */

/** @param {string} q a part of a name @returns {Promise<{ people: Member[] }>} 50 at most */
export function findPeople(q) {
  return request(`people?${parameters({ q })}`);
}

/** @param {{ title: string, topic: string, members: string[] }} channel @param {string} key @returns {Promise<ChannelInfo>} */
export function createChannel(channel, key) {
  return write('POST', 'channels', key, channel);
}

/** @param {string[]} people the others @param {string} key @returns {Promise<ChannelInfo>} */
export function openDirectMessages(people, key) {
  return write('POST', 'direct-messages', key, { people });
}

/**
 * @param {string} channel
 * @param {{ after?: string, limit: number }} query
 * @returns {Promise<{ members: Member[], next?: string }>} next: the `after` of the next page
 */
export function readMembers(channel, query) {
  return request(`channels/${channel}/members?${parameters(query)}`);
}

/** @param {string} channel @param {string} person @param {boolean} on whether they are a member then @param {string} key */
export function setMember(channel, person, on, key) {
  return write(on ? 'PUT' : 'DELETE', `channels/${channel}/members/${person}`, key);
}
