// @ts-check
import { session } from './session.js';

const NOTES = {
  archived: 'This channel is archived: nothing can be written here any more.',
  announcement: 'Only moderators post here. You can read and react.',
};

/**
 * Why nobody, or not the reader, can write in a channel.
 * @param {import('./api.js').ChannelSettings | undefined} channel
 * @returns {{ note: string, mayReact: boolean }} note: '' if they can
 */
export function closedBy({ archived, kind } = {}) {
  if (archived) return { note: NOTES.archived, mayReact: false };
  if (kind === 'announcement' && !session.isModerator) return { note: NOTES.announcement, mayReact: true };
  return { note: '', mayReact: true };
}
