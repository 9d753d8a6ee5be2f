package org.messageboard.benchmark;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * One measurement.
 *
 * @param name what chooses it, and its results
 * @param title for people
 * @param section of the page that it belongs to
 * @param arrangement what it runs on
 * @param measurement what it does
 * @param goals what it should reach
 */
record Scenario(
    String name,
    String title,
    Section section,
    Arrangement arrangement,
    Measurement measurement,
    List<Goal> goals) {

  /** A table of the page. */
  enum Section {
    RATIOS("Beside the floor"),
    GOALS("Goals"),
    LOAD("As the load grows"),
    CLIENTS("As clients grow"),
    CHANNELS("As channels grow"),
    WRITERS("As partitions and consumers grow"),
    SERVERS("As web servers grow");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** Measures on a site that runs. */
  interface Measurement {

    /**
     * Measures.
     *
     * @param scale which part of the usual time to take
     * @return results whose names follow the scenario's
     */
    Collection<Result> on(Site site, double scale) throws IOException, InterruptedException;
  }

  /** One that clients make. */
  static Scenario of(
      String name,
      String title,
      Section section,
      Arrangement arrangement,
      Load load,
      Goal... goals) {
    Measurement measurement = (site, scale) -> site.warm().run(load.scaled(scale));
    return new Scenario(name, title, section, arrangement, measurement, List.of(goals));
  }
}
