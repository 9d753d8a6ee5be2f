// @ts-check
import { matching } from './search.js';
import { loadEmoji } from './shortcodes.js';

/** @typedef {import('./components/completion.js').Source} Source */

/** How many of a channel's last messages are looked through for names. */
const RECENT = 500;

/** `:ta` suggests emoji. @type {Source} */
export const emojiSource = {
  sign: ':',
  least: 2,
  find: async (word) => {
    const emoji = await loadEmoji().catch(() => null);
    const found = emoji?.searchEmoji(word, 8) ?? [];
    return found.map((each) => ({ text: each.emoji, label: each.emoji, note: `:${each.name}:` }));
  },
};

/** `@` suggests those who wrote in the channel. @param {import('./store.js').Store} store @returns {Source} */
export const nameSource = (store) => ({
  sign: '@',
  least: 0,
  find: (word) => matching(authorsOf(store), word).map((name) => ({ text: `@${name}`, label: `@${name}` })),
});

/** Who wrote last comes first. @param {import('./store.js').Store} store */
function authorsOf(store) {
  const authors = store.log().messages.slice(-RECENT).reverse().map(({ author }) => author);
  return [...new Set(authors)].filter((author) => author && author !== store.settings.get('author'));
}
