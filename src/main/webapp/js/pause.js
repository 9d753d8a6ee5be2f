// @ts-check

/** A pause that can be cut short. */
export class Pause {
  /** Ends the current pause, if any. */
  end = () => {};

  /** @param {number} ms */
  async wait(ms) {
    if (ms <= 0) return;
    await new Promise((resolve) => {
      this.end = () => resolve(undefined);
      setTimeout(resolve, ms);
    });
  }
}
