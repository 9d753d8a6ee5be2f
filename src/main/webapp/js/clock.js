// @ts-check

const JUMP_MS = 5_000;

/**
 * Milliseconds on this tab's monotonic clock; all durations are measured with it. Each tab's clock has its own origin,
 * so do not send such a time to another tab.
 */
export const now = () => performance.now();

/**
 * Some browsers stop that clock while the machine sleeps, so a connection that died meanwhile still looks fresh. The
 * wall clock shows the sleep, but it also jumps when someone sets it, so a jump is only a reason to check.
 */
export class SleepWatch {
  #lead = Date.now() - now();

  /** Whether the machine may have slept since the last call. */
  mayHaveSlept() {
    const lead = Date.now() - now();
    const jumped = lead - this.#lead > JUMP_MS;
    this.#lead = lead;
    return jumped;
  }
}
