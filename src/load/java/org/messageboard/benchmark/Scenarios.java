package org.messageboard.benchmark;

import static org.messageboard.benchmark.Figure.ANSWER_P99;
import static org.messageboard.benchmark.Figure.CATCH_UP;
import static org.messageboard.benchmark.Figure.COLD_RATIO;
import static org.messageboard.benchmark.Figure.CPU_TO_FLOOR;
import static org.messageboard.benchmark.Figure.DELIVERIES;
import static org.messageboard.benchmark.Figure.DELIVERIES_TO_FLOOR;
import static org.messageboard.benchmark.Figure.HEARTBEAT_CORES;
import static org.messageboard.benchmark.Figure.P50;
import static org.messageboard.benchmark.Figure.P50_TO_FLOOR;
import static org.messageboard.benchmark.Figure.P99;
import static org.messageboard.benchmark.Figure.P99_RATIO;
import static org.messageboard.benchmark.Figure.P99_TO_FLOOR;
import static org.messageboard.benchmark.Figure.POSTS;
import static org.messageboard.benchmark.Figure.POSTS_TO_EARLIER;
import static org.messageboard.benchmark.Figure.READY;
import static org.messageboard.benchmark.Figure.RSS;
import static org.messageboard.benchmark.Figure.RSS_PER_CLIENT;
import static org.messageboard.benchmark.Figure.SERVER_CPU;
import static org.messageboard.benchmark.Goal.atLeast;
import static org.messageboard.benchmark.Goal.atMost;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageboard.benchmark.Scenario.Section;

/** All that is measured, in the order of the page. */
final class Scenarios {

  /** Resident memory of an asynchronous request of the same Liberty that does nothing. */
  private static final double IDLE_REQUEST_KIB = 32.1;

  private Scenarios() {}

  /** Those of one arrangement follow each other. */
  static List<Scenario> all() {
    return Stream.of(
            ratios(),
            cold(),
            goals(),
            stalled(),
            load(),
            clients(),
            channels(),
            special(),
            writers(),
            servers())
        .flatMap(s -> s)
        .toList();
  }

  private static Stream<Scenario> ratios() {
    return Stream.of(
        ratio(10, 50, atMost(P50_TO_FLOOR, 1.5), atMost(P99_TO_FLOOR, 2)),
        ratio(10, 500),
        ratio(1000, 150),
        ratio(1000, 1000),
        ratio(
            "publish",
            "64 connections post as fast as they go",
            Load.asFastAsTheyGo(2, 64),
            atLeast(POSTS_TO_EARLIER, 1.5),
            atMost(ANSWER_P99, 50)),
        ratio(
            "1000xmost",
            "1,000 clients, 16 connections post as fast as they go",
            Load.asFastAsTheyGo(1000, 16),
            atLeast(DELIVERIES_TO_FLOOR, 0.9),
            atMost(P99_TO_FLOOR, 4),
            atMost(CPU_TO_FLOOR, 1.3)));
  }

  private static Scenario ratio(int clients, int rate, Goal... goals) {
    return ratio(clients + "x" + rate, title(clients, rate), Load.steady(clients, rate), goals);
  }

  private static Scenario ratio(String name, String title, Load load, Goal... goals) {
    return new Scenario(
        "ratio-" + name,
        title,
        Section.RATIOS,
        Arrangement.fresh("ratio"),
        new Rounds(load),
        List.of(goals));
  }

  private static Stream<Scenario> cold() {
    return Stream.of(
        new Scenario(
            "cold",
            "10 clients, 50 posts/s, for 10 s from when the server is ready",
            Section.GOALS,
            Arrangement.fresh("cold"),
            new ColdStart(),
            List.of(atMost(COLD_RATIO, 2))));
  }

  private static Stream<Scenario> goals() {
    return Stream.of(
        steady(Section.GOALS, 10, 50, atMost(P50, 1.5), atMost(P99, 5)),
        steady(Section.GOALS, 10, 500, atMost(P50, 0.9), atMost(P99, 4)),
        steady(
            Section.GOALS,
            1000,
            150,
            atLeast(DELIVERIES, 150_000),
            atMost(P50, 15),
            atMost(P99, 50),
            atMost(SERVER_CPU, 8)),
        steady(
            Section.GOALS,
            1000,
            1000,
            atLeast(DELIVERIES, 1_000_000),
            atMost(P99, 100),
            atMost(SERVER_CPU, 1.5)),
        steady(
            Section.GOALS,
            1000,
            3000,
            atLeast(DELIVERIES, 3_000_000),
            atMost(P99, 250),
            atMost(SERVER_CPU, 0.8)),
        standard(
            "publish",
            "64 connections post as fast as they go",
            Load.asFastAsTheyGo(2, 64),
            atLeast(POSTS, 20_000),
            atLeast(Figure.APPLIED, 20_000),
            atMost(P99, 200)));
  }

  private static Stream<Scenario> stalled() {
    return Stream.of(
        new Scenario(
            "stalled",
            "1,000 clients, 50 of them not reading, 500 longer posts/s",
            Section.GOALS,
            Arrangement.STANDARD,
            new StalledClients(50),
            List.of(atMost(P99_RATIO, 1.5))));
  }

  private static Stream<Scenario> special() {
    return Stream.of(
        Scenario.of(
            "return",
            "10,000 clients come back at once, 100 others stay, 20 posts/s",
            Section.GOALS,
            Arrangement.fresh("return"),
            Load.returning(10_000, 100, 20),
            atMost(CATCH_UP, 5),
            atMost(P99, 100)),
        Scenario.of(
            "idle",
            "15,000 idle clients",
            Section.GOALS,
            Arrangement.fresh("idle"),
            Load.idle(15_000),
            atMost(RSS_PER_CLIENT, 1.2 * IDLE_REQUEST_KIB),
            atMost(HEARTBEAT_CORES, 2)),
        new Scenario(
            "start",
            "start of a server",
            Section.GOALS,
            Arrangement.fresh("start"),
            new StartTime(),
            List.of(atMost(READY, 5), atMost(RSS, 300))));
  }

  private static Stream<Scenario> load() {
    return IntStream.of(500, 2000).mapToObj(rate -> steady(Section.LOAD, 1000, rate));
  }

  private static Stream<Scenario> clients() {
    return IntStream.of(100, 1000, 5000, 15_000)
        .mapToObj(clients -> steady(Section.CLIENTS, clients, 50));
  }

  private static Stream<Scenario> channels() {
    return IntStream.of(1, 10, 100)
        .mapToObj(
            channels ->
                Scenario.of(
                    "channels-" + channels,
                    "1,000 clients, each on one of %d channels, 1,000 posts/s".formatted(channels),
                    Section.CHANNELS,
                    Arrangement.STANDARD,
                    Load.steady(1000, 1000).inChannels(channels)));
  }

  private static Stream<Scenario> writers() {
    return Stream.of(1, 2)
        .flatMap(
            consumers -> Stream.of(1, 3, 12).map(partitions -> writers(partitions, consumers)));
  }

  private static Scenario writers(int partitions, int consumers) {
    var name = "partitions-%d-consumers-%d".formatted(partitions, consumers);
    return Scenario.of(
        name,
        "64 connections post to 24 channels as fast as they go; partitions %d, consumers %d"
            .formatted(partitions, consumers),
        Section.WRITERS,
        new Arrangement(name, partitions, 1, consumers),
        Load.asFastAsTheyGo(24, 64).inChannels(24));
  }

  private static Stream<Scenario> servers() {
    return Stream.of(1, 2)
        .map(
            webs ->
                Scenario.of(
                    "servers-" + webs,
                    "1,000 clients, 1,000 posts/s, web servers %d".formatted(webs),
                    Section.SERVERS,
                    new Arrangement("servers-" + webs, 3, webs, 1),
                    Load.steady(1000, 1000)));
  }

  private static Scenario steady(Section section, int clients, int rate, Goal... goals) {
    return Scenario.of(
        clients + "x" + rate,
        title(clients, rate),
        section,
        Arrangement.STANDARD,
        Load.steady(clients, rate),
        goals);
  }

  private static String title(int clients, int rate) {
    return "%,d clients, %,d posts/s".formatted(clients, rate);
  }

  private static Scenario standard(String name, String title, Load load, Goal... goals) {
    return Scenario.of(name, title, Section.GOALS, Arrangement.STANDARD, load, goals);
  }
}
