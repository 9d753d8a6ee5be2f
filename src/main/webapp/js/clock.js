// @ts-check

const JUMP_MS = 5_000;

/**
 * Milliseconds on this tab's own clock, which nobody can set: all durations are measured with it. Another tab's began
 * at another moment, so such a time means nothing there.
 */
export const now = () => performance.now();

/**
 * Some browsers stop that clock while the machine sleeps, so a connection that died meanwhile looks as fresh as
 * before. The wall clock shows the sleep, but also runs ahead when somebody sets it: a reason to ask, and no more.
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
