// @ts-check

/** Exponential backoff with jitter, so that a thousand pages that lost a server do not all return in one second. */
export class Backoff {
  #attempt = 0;

  /**
   * @param {number} firstMs
   * @param {number} longestMs
   */
  constructor(firstMs = 1_000, longestMs = 30_000) {
    this.firstMs = firstMs;
    this.longestMs = longestMs;
  }

  next() {
    const ceiling = Math.min(this.longestMs, this.firstMs * 2 ** this.#attempt++);
    return ceiling / 2 + (Math.random() * ceiling) / 2;
  }

  reset() {
    this.#attempt = 0;
  }
}
