// @ts-check

const NEAR_PX = 48;
const OLDER_PX = 240;

/**
 * Keeps the reading position. At the end it follows the newest message; elsewhere the text being read stays in place
 * when rows are added above or below. (The browser's own scroll anchoring is off, because Safari has none.)
 */
export class Scroller {
  /** Whether the end is visible. */
  atEnd = true;
  #top = 0;

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} list the parent of the rows
   * @param {{ onMove: () => void, onNearTop: () => void }} handlers
   */
  constructor(element, list, handlers) {
    this.element = element;
    this.list = list;
    this.handlers = handlers;
    element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    const resized = new ResizeObserver(() => this.#look() && this.toEnd());
    resized.observe(element);
    resized.observe(list);
  }

  toEnd() {
    this.atEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
    this.#top = this.element.scrollTop;
  }

  /** Changes the rows without moving the text being read. @param {() => void} change */
  around(change) {
    const anchor = this.#look() ? null : this.#firstVisibleRow();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (this.atEnd) this.toEnd();
    else if (anchor?.isConnected) this.element.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /**
   * Notices a scroll even before its event arrives; otherwise toEnd would undo it. Content that merely grows does not
   * leave the end.
   */
  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (scrollTop !== this.#top) this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.#top = scrollTop;
    return this.atEnd;
  }

  #onScroll() {
    this.#look();
    this.handlers.onMove();
    if (this.element.scrollTop < OLDER_PX && !this.atEnd) this.handlers.onNearTop();
  }

  /** A day's heading cannot be the anchor: an older page moves it up to that day's first message. */
  #firstVisibleRow() {
    const top = this.element.getBoundingClientRect().top;
    const rows = this.list.querySelectorAll('[data-id]');
    let [from, to] = [0, rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (rows[middle].getBoundingClientRect().bottom <= top) from = middle + 1;
      else to = middle;
    }
    return rows[from] ?? null;
  }
}
