/**
 * The board under faults: real processes, a workload that counts, and one fault after the other.
 *
 * <p>{@code ./mvnw verify -Pfaults} runs {@code FaultSuite} and {@code ClusterFaultSuite}, which
 * write docs/FAULTS.md. {@code Workload} posts and listens as clients do and records all of it;
 * {@code Site} has the processes that the faults kill, {@code ClusterSite} those of a replicated
 * board, behind proxies; {@code Trial} runs one fault and collects the {@code Evidence}; {@code
 * Checker} says, from that alone, what was lost, doubled or swapped. Only processes of this run are
 * touched, and only through their own ids.
 *
 * <p>{@code ./mvnw verify -Pupgrade} has the same workload go on while {@code UpgradeSuite}
 * replaces the servers of an {@code EarlierVersion} by those of the working tree, and the other way
 * round.
 */
package org.messageboard.faults;
