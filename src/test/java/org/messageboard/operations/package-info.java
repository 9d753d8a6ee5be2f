/**
 * Tests of the operator's tools: the dashboard, the alert rules and the runbook.
 *
 * <p>{@link org.messageboard.operations.Rules} and {@link org.messageboard.operations.Dashboard}
 * read the shipped files under {@code docker}. Prometheus' own tool, {@link
 * org.messageboard.operations.Promtool}, checks whether the rules fire when they should. Only a
 * running board can show whether the metrics in the queries exist.
 */
package org.messageboard.operations;
