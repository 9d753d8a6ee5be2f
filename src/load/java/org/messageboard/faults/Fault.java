package org.messageboard.faults;

import java.time.Duration;

/**
 * One fault.
 *
 * @param name as the table shows it
 * @param strike does the harm
 * @param repair what an operator or a supervisor does afterwards
 * @param survives whether the board is to recover before the repair; otherwise it can only after it
 * @param limit how long the recovery may take
 */
record Fault(String name, Step strike, Step repair, boolean survives, Duration limit) {

  /** Streams flow again when what the board stands on is back. */
  private static final Duration BACK = Duration.ofSeconds(5);

  /** A killed consumer's partitions are with another one. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(10);

  /** Something done to the site. */
  interface Step {
    void run() throws Exception;
  }

  /** A fault that the rest of the board makes up for: recovery counts from the strike. */
  static Fault takenOver(String name, Step strike, Step repair) {
    return new Fault(name, strike, repair, true, TAKEN_OVER);
  }

  /** A fault that ends with its repair: recovery counts from there. */
  static Fault outage(String name, Step strike, Step repair) {
    return new Fault(name, strike, repair, false, BACK);
  }

  /** A fault that nobody repairs. */
  static Fault blow(String name, Step strike) {
    return new Fault(name, strike, () -> {}, true, BACK);
  }

  /** The same fault with another time to recover in. */
  Fault within(Duration limit) {
    return new Fault(name, strike, repair, survives, limit);
  }

  /** The same fault, once the site is as this step leaves it. */
  Fault after(Step first) {
    return new Fault(
        name,
        () -> {
          first.run();
          strike.run();
        },
        repair,
        survives,
        limit);
  }
}
