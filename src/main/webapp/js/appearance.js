// @ts-check
import { recall } from './memory.js';

/** @param {string} theme `system`, `light` or `dark` @param {string} density `comfortable` or `compact` */
export function applyAppearance(theme, density) {
  const { dataset } = document.documentElement;
  if (dataset.theme === theme && dataset.density === density) return;
  Object.assign(dataset, { theme, density });
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('meta[data-scheme]'))) {
    const { scheme } = meta.dataset;
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? 'all' : 'not all';
  }
}

// The page loads this module before all others, so that it is not first shown as it will not look
applyAppearance(recall('theme') ?? 'system', recall('density') ?? 'comfortable');
