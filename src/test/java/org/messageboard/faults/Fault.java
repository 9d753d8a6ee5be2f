package org.messageboard.faults;

/**
 * One fault.
 *
 * @param name as the table shows it
 * @param strike does the harm
 * @param repair what an operator or a supervisor does afterwards
 * @param survives whether the board is to recover before the repair; otherwise it can only after it
 */
record Fault(String name, Step strike, Step repair, boolean survives) {

  /** Something done to the site. */
  interface Step {
    void run() throws Exception;
  }

  /** A fault that the rest of the board makes up for: recovery counts from the strike. */
  static Fault takenOver(String name, Step strike, Step repair) {
    return new Fault(name, strike, repair, true);
  }

  /** A fault that ends with its repair: recovery counts from there. */
  static Fault outage(String name, Step strike, Step repair) {
    return new Fault(name, strike, repair, false);
  }

  /** A fault that nobody repairs. */
  static Fault blow(String name, Step strike) {
    return new Fault(name, strike, () -> {}, true);
  }
}
