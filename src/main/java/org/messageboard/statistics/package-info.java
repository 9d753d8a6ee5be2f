/**
 * What happens on the board, counted by Kafka Streams: per channel and minute, hour and day.
 *
 * <p>{@code StatisticsTopology} is the way from the topic to the counts; {@code Tally} is what is
 * counted. The counts go into a topic for each step, which every server reads into {@code
 * StatisticsRows}: so each answers for all, and none calls another. {@code StatisticsRunner} runs
 * both on one thread. Nothing on a message's way to the streams passes through it, and without
 * {@code statistics.enabled} no class of Kafka Streams is loaded.
 */
package org.messageboard.statistics;
