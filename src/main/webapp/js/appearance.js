// @ts-check

let shown = '';

/**
 * What was chosen before, index.html has set before the page was drawn.
 * @param {string} theme `system`, `light` or `dark`
 * @param {string} density `comfortable` or `compact`
 */
export function applyAppearance(theme, density) {
  if (shown === `${theme} ${density}`) return;
  shown = `${theme} ${density}`;
  Object.assign(document.documentElement.dataset, { theme, density });
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('meta[data-scheme]'))) {
    const { scheme } = meta.dataset;
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? 'all' : 'not all';
  }
}
