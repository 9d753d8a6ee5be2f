package org.messageboard.benchmark;

/**
 * What a scenario found, or a part of one.
 *
 * @param name the scenario's, or the scenario's and the part's
 * @param date when, ISO-8601
 * @param figures what was measured
 */
public record Result(String name, String date, Figures figures) {}
