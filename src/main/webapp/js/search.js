// @ts-check

/**
 * The items whose texts match, best first: the whole name, then its start, the start of one of its words, any part of it, and
 * last all letters of the query in their order. An empty query matches all.
 * @param {string[]} items
 * @param {string} query
 * @param {(item: string) => string} textOf
 */
export function matching(items, query, textOf = (item) => item) {
  const wanted = query.trim().toLowerCase();
  const ranked = items.map((item) => ({ item, rank: rankOf(textOf(item).toLowerCase(), wanted) }));
  return ranked.filter(({ rank }) => rank < NONE).sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

const NONE = 5;

/** @param {string} name @param {string} wanted */
function rankOf(name, wanted) {
  if (!wanted) return 0;
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const at = name.indexOf(wanted);
  if (at >= 0) return /[\s_.-]/u.test(name[at - 1]) ? 2 : 3;
  return hasInOrder(name, wanted) ? 4 : NONE;
}

/** @param {string} name @param {string} letters */
function hasInOrder(name, letters) {
  let from = 0;
  for (const letter of letters) {
    const at = name.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
