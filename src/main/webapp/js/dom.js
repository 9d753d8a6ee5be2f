// @ts-check

/**
 * Finds an element that must be there; throws if it is missing.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {T}
 */
export function part(parent, selector) {
  const element = parent.querySelector(selector);
  if (!element) throw new Error(`Nothing here matches ${selector}.`);
  return /** @type {T} */ (element);
}

/** A copy of a <template> with one element. @param {string} name its data-name */
export function fromTemplate(name) {
  const { content } = /** @type {HTMLTemplateElement} */ (
    /** @type {unknown} */ (part(document, `template[data-name="${name}"]`))
  );
  return /** @type {HTMLElement} */ (content.firstElementChild?.cloneNode(true));
}

/** Leaves equal text alone, because a live region would read it again. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let ids = 0;

/** A new element id, which no channel's name can be. */
export const newId = () => `:${++ids}`;

/**
 * Ties a field to its label and its notes. They need ids, and a component may be on the page more than once.
 * @param {HTMLElement} field
 * @param {HTMLElement | null} label
 * @param {HTMLElement[]} notes
 */
export function describe(field, label, ...notes) {
  field.id = newId();
  label?.setAttribute('for', field.id);
  for (const note of notes) note.id = newId();
  if (notes.length) field.setAttribute('aria-describedby', notes.map(({ id }) => id).join(' '));
}

/** Safari ends a composition before its Enter, so only the legacy key code reveals it. @param {KeyboardEvent} event */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/** @param {EventTarget | null} target */
export const isField = (target) => target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
