/**
 * What an operator watches the board with: the dashboard, the alert rules, the runbook.
 *
 * <p>{@link org.messageboard.operations.Rules} and {@link org.messageboard.operations.Dashboard}
 * read the files under {@code docker} as they are shipped. Whether the rules fire when they should
 * is Prometheus' own tool's to say, {@link org.messageboard.operations.Promtool}; whether what they
 * ask for exists, a running board's.
 */
package org.messageboard.operations;
