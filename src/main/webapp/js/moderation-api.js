// @ts-check
import { parameters, request, write } from './api.js';
import { randomUuid } from './uuid.js';

/** @typedef {import('./api.js').Message} Message */
/**
 * @typedef {{ kind: 'muted' | 'banned', until?: string, reason: string }} Restriction  until: ISO time, absent if it does
 *   not end by itself
 * @typedef {Restriction & { person: string, name: string, by: string, timestamp: string }} Restricted
 * @typedef {{ id: string, message: Message, reason: string, by: string, person?: string, timestamp: string,
 *   closed?: { outcome: 'dismissed' | 'removed', by: string, timestamp: string } }} Report  message: as it is now, or its id
 *   alone; person: who posted it
 * @typedef {{ type: string, by: string, timestamp: string, person?: string, name?: string, channel?: string, id?: string,
 *   reason?: string, kind?: string, until?: string, outcome?: string, title?: string, topic?: string, archived?: boolean,
 *   locked?: boolean }} AuditEntry
 * @typedef {{ id: string, channel: string, name: string, icon?: string, token?: string }} Webhook  token: when it is made
 */

/** @param {string} id @param {boolean} on */
export function pinMessage(id, on) {
  return write(on ? 'PUT' : 'DELETE', `messages/${id}/pin`, randomUuid());
}

/** @param {string} channel @returns {Promise<{ messages: Message[] }>} newest pin first */
export function readPins(channel) {
  return request(`channels/${channel}/pins`);
}

/** @param {string} id @param {string} reason */
export function reportMessage(id, reason) {
  return write('POST', `messages/${id}/reports`, randomUuid(), { reason });
}

/** @param {{ closed: boolean, before?: string, limit: number }} query @returns {Promise<{ reports: Report[], next?: string }>} */
export function readReports({ closed, ...query }) {
  return request(`reports?${parameters({ closed: String(closed), ...query })}`);
}

/** @param {string} id @param {'dismissed' | 'removed'} outcome */
export function closeReport(id, outcome) {
  return write('PUT', `reports/${id}`, randomUuid(), { outcome });
}

/** @returns {Promise<{ restrictions: Restricted[] }>} */
export function readRestrictions() {
  return request('restrictions');
}

/** @param {string} person @param {Restriction | null} restriction null lifts it */
export function restrict(person, restriction) {
  return write(restriction ? 'PUT' : 'DELETE', `people/${person}/restriction`, randomUuid(), restriction ?? undefined);
}

/** @param {{ before?: string, limit: number }} query @returns {Promise<{ entries: AuditEntry[], next?: string }>} */
export function readAudit(query) {
  return request(`audit?${parameters(query)}`);
}

/** @returns {Promise<{ webhooks: Webhook[] }>} */
export function readWebhooks() {
  return request('webhooks');
}

/** @param {{ channel: string, name: string, icon?: string }} webhook @returns {Promise<Webhook>} with its token, this once */
export function createWebhook(webhook) {
  return write('POST', 'webhooks', randomUuid(), webhook);
}

/** @param {string} id */
export function revokeWebhook(id) {
  return write('DELETE', `webhooks/${id}`, randomUuid());
}
