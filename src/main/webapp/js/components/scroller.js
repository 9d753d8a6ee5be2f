// @ts-check

const NEAR_PX = 48;
const PAGE_PX = 240;

/** @typedef {{ id: string, offset: number }} Anchor  a row and its distance from the top, in pixels */

/**
 * Keeps the reading position. At the end it follows the newest message; elsewhere the text being read stays in place
 * when rows are added or removed above or below. (The browser's own scroll anchoring is off, because Safari has none.)
 */
export class Scroller {
  /** Whether the end is visible. */
  atEnd = true;
  /** Whether rows appended at the end are followed. */
  follows = true;
  #top = 0;

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} list the parent of the rows
   * @param {{ onMove: () => void, onNearTop: () => void, onNearEnd: () => void }} handlers
   */
  constructor(element, list, handlers) {
    this.element = element;
    this.list = list;
    this.handlers = handlers;
    element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    const resized = new ResizeObserver(() => this.#onResize());
    resized.observe(element);
    resized.observe(list);
  }

  toEnd() {
    this.atEnd = true;
    this.#scrollTo(this.element.scrollHeight);
  }

  /** Brings a row to a distance from the top. @param {Element} row @param {number} offset in pixels */
  bring(row, offset) {
    this.#scrollTo(this.element.scrollTop + this.#offsetOf(row) - offset);
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  /** Brings a row into view, and moves nothing if it is there already. @param {Element} row @param {number} [offset] */
  show(row, offset = this.element.clientHeight / 4) {
    const top = this.#offsetOf(row);
    if (top < 0 || top + row.clientHeight > this.element.clientHeight) this.bring(row, offset);
  }

  /** Changes the rows without moving the text being read. @param {() => void} change */
  around(change) {
    const anchor = this.#look() ? null : this.#firstVisibleRow();
    const before = anchor ? this.#offsetOf(anchor) : 0;
    change();
    if (this.atEnd && this.follows) this.toEnd();
    else if (anchor?.isConnected) this.bring(anchor, before);
  }

  /** The row at which reading would go on; null at the end. @returns {Anchor | null} */
  get anchor() {
    const row = this.atEnd && this.follows ? null : this.#firstVisibleRow();
    return row && { id: row.dataset.id ?? '', offset: this.#offsetOf(row) };
  }

  /** The first row on the screen, even in part, and the last one that has its end there. */
  get visible() {
    const bottom = this.element.getBoundingClientRect().bottom + 1;
    const below = firstWhere(this.list.children, (row) => row.getBoundingClientRect().bottom > bottom);
    return { first: this.#firstVisibleRow()?.dataset.id, last: this.#rowFrom(below - 1, -1)?.dataset.id };
  }

  /** @param {number} top */
  #scrollTo(top) {
    this.element.scrollTop = top;
    this.#top = this.element.scrollTop;
  }

  /**
   * Notices a scroll even before its event arrives; otherwise toEnd would undo it. Content that merely grows does not
   * leave the end. @returns {boolean} whether the end is to be followed
   */
  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (scrollTop !== this.#top) this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.#top = scrollTop;
    return this.atEnd && this.follows;
  }

  /** What does not fill the screen cannot be scrolled, so the messages before it come by themselves. */
  #onResize() {
    if (this.#look()) this.toEnd();
    const { scrollHeight, clientHeight } = this.element;
    if (scrollHeight <= clientHeight) this.handlers.onNearTop();
  }

  #onScroll() {
    this.#look();
    this.handlers.onMove();
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (scrollTop < PAGE_PX && !(this.atEnd && this.follows)) this.handlers.onNearTop();
    if (scrollHeight - scrollTop - clientHeight < PAGE_PX) this.handlers.onNearEnd();
  }

  /** @param {Element} row @returns {number} pixels below the top of the screen */
  #offsetOf(row) {
    return row.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
  }

  #firstVisibleRow() {
    const top = this.element.getBoundingClientRect().top;
    return this.#rowFrom(firstWhere(this.list.children, (row) => row.getBoundingClientRect().bottom > top), 1);
  }

  /**
   * A day's heading cannot be the anchor: an older page moves it up to that day's first message.
   * @param {number} index
   * @param {1 | -1} step
   * @returns {HTMLElement | null} the first message from there on
   */
  #rowFrom(index, step) {
    const rows = /** @type {HTMLCollectionOf<HTMLElement>} */ (this.list.children);
    for (let i = index; rows[i]; i += step) if (rows[i].dataset.id) return rows[i];
    return null;
  }
}

/**
 * @param {ArrayLike<Element>} rows
 * @param {(row: Element) => boolean} isBehind false for all rows up to some point, true for the others
 * @returns {number} the index of the first for which it is true
 */
function firstWhere(rows, isBehind) {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBehind(rows[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}
