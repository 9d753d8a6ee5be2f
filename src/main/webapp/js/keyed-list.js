// @ts-check

/** @typedef {{ key: string, shape: string }} Keyed */

/**
 * Renders a list of rows as the children of an element, and touches only what has changed: a row keeps its element as
 * long as its key stays in the list, and is redrawn when its shape changes.
 * @template {Keyed} R
 */
export class KeyedList {
  /** @type {Map<string, { element: HTMLElement, shape: string }>} */
  #drawn = new Map();

  /**
   * @param {HTMLElement} parent
   * @param {(row: R) => HTMLElement} create
   * @param {(element: HTMLElement, row: R) => void} update
   */
  constructor(parent, create, update) {
    this.parent = parent;
    this.create = create;
    this.update = update;
  }

  get size() {
    return this.#drawn.size;
  }

  /** @param {R[]} rows */
  render(rows) {
    this.#removeAllBut(new Set(rows.map(({ key }) => key)));
    let next = this.parent.firstElementChild;
    for (const row of rows) {
      const element = this.#elementOf(row);
      if (element === next) next = next.nextElementSibling;
      else this.parent.insertBefore(element, next);
    }
  }

  /** The next rendering updates all rows, whatever their shapes. */
  redraw() {
    for (const drawn of this.#drawn.values()) drawn.shape = '\0';
  }

  /** @param {Set<string>} keys */
  #removeAllBut(keys) {
    for (const [key, { element }] of this.#drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.#drawn.delete(key);
    }
  }

  /** @param {R} row */
  #elementOf(row) {
    let drawn = this.#drawn.get(row.key);
    if (!drawn) this.#drawn.set(row.key, (drawn = { element: this.create(row), shape: '\0' }));
    if (drawn.shape !== row.shape) {
      this.update(drawn.element, row);
      drawn.shape = row.shape;
    }
    return drawn.element;
  }
}
