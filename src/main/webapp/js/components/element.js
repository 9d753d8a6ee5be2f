// @ts-check

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. What is loaded later brings its own markup, so that index.html stays small.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} path on a square of 20 units */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** @param {string} label @param {string} path @param {Record<string, string>} [attributes] */
export function iconButton(label, path, attributes = {}) {
  const given = { class: 'icon-button', type: 'button', 'aria-label': label, title: label, ...attributes };
  return element('button', given, icon(path));
}

/** Loads styles that index.html does without. @param {string} name @returns {Promise<unknown>} resolves also if they are not there */
export function stylesheet(name) {
  const link = element('link', { rel: 'stylesheet', href: new URL(`../../css/${name}.css`, import.meta.url).href });
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

/** @param {string} text */
export const hiddenText = (text) => element('span', { class: 'visually-hidden' }, text);

export const LOCK = 'M5.5 9h9v7h-9zm2-.5V6.5a2.5 2.5 0 0 1 5 0v2';
