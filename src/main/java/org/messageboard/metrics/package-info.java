/**
 * What is measured, and how it is read: one registry of the application's, at {@code /metrics} in
 * Prometheus' format.
 *
 * <p>Every feature keeps its own metrics, made here and named after Prometheus' conventions
 * (prometheus.io, "Metric and label naming"): base units, {@code _total} for what only grows.
 * Labels take few values, all known beforehand; nothing that a client sends becomes one. Nothing
 * here knows what a message is, and no other package of the board is imported.
 */
package org.messageboard.metrics;
