/**
 * The application's metrics: a single registry, served at {@code /metrics} in Prometheus' format.
 *
 * <p>Every feature has its own metrics, created here and named by Prometheus' conventions
 * (prometheus.io, "Metric and label naming"): base units, and {@code _total} for counters. Labels
 * have few values, all known in advance, and never what a client sends. Nothing here knows what a
 * message is; of the board's other packages only {@code settings} is used.
 */
package org.messageboard.metrics;
