/**
 * The board measured: how fast, how much, and what each client costs.
 *
 * <p>{@code ./mvnw verify -Pbenchmark} runs {@code BenchmarkRun}, which takes {@code Scenarios} one
 * after the other, each on a {@code Site} of real processes, and writes docs/BENCHMARKS.md. The
 * clients are a process of their own, {@code LoadMain}: {@code Readers} holds all streams on one
 * thread, {@code Posting} posts from another. Every event of every client is looked at: a lost or
 * doubled one fails the run. A post carries the time it was due, so that one that was sent late
 * counts as late.
 *
 * <p>What a shared machine says of one server alone is worth little. So {@code Rounds} measures the
 * board in turn with {@code FloorMain}, the same path in plain Java, and with an earlier version.
 */
package org.messageboard.benchmark;
