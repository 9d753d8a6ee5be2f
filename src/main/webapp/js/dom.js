// @ts-check

/**
 * Finds an element that index.html must have; throws if it is missing.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element with the id ${id}.`);
  return /** @type {T} */ (element);
}

/**
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function part(parent, selector) {
  const element = parent.querySelector(selector);
  if (!element) throw new Error(`Nothing here matches ${selector}.`);
  return /** @type {HTMLElement} */ (element);
}

/** @param {string} id id of a <template> with one element */
export function fromTemplate(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (byId(id)));
  return /** @type {HTMLElement} */ (content.firstElementChild?.cloneNode(true));
}

/** Leaves equal text alone, because a live region would read it again. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
