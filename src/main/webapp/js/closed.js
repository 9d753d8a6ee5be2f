// @ts-check
import { session } from './session.js';
import { fullTime } from './time.js';

const NOTES = {
  archived: 'This channel is archived: nothing can be written here any more.',
  locked: 'This channel is locked: only moderators write here.',
  announcement: 'Only moderators post here. You can read and react.',
};

/**
 * Why nobody, or not the reader, can write in a channel.
 * @param {import('./api.js').ChannelSettings | undefined} channel
 * @returns {{ note: string, mayReact: boolean }} note: '' if they can
 */
export function closedBy({ archived, kind, locked } = {}) {
  if (archived) return { note: NOTES.archived, mayReact: false };
  const { restriction } = session;
  if (restriction?.kind === 'muted') return { note: restricted(restriction), mayReact: false };
  if (locked && !session.isModerator) return { note: NOTES.locked, mayReact: false };
  if (kind === 'announcement' && !session.isModerator) return { note: NOTES.announcement, mayReact: true };
  return { note: '', mayReact: true };
}

/** What somebody is told whom moderators have restricted. @param {import('./session.js').Restriction} restriction */
export function restricted({ kind, until, reason }) {
  return `You are ${kind}${until ? ` until ${fullTime(new Date(until))}` : ''}: ${reason}`;
}
