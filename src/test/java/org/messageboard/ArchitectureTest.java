package org.messageboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The architecture rules that a machine can check. */
class ArchitectureTest {

  private static final JavaClasses BOARD =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.messageboard");

  /** A number format, which uses the default locale's digits; {@code %s} does not. */
  private static final Pattern NUMBER = Pattern.compile("%[-+0-9.,$]*[dfeg]\\b");

  private static final Path PAGE = Path.of("src/main/webapp");
  private static final Pattern UNSAFE =
      Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(");
  private static final Pattern INLINE =
      Pattern.compile("<script(?!>|[^>]*\\bsrc=)|<style|\\sstyle=|\\son[a-z]+=\"|javascript:");

  @Test
  void featuresHaveNoCycles() {
    slices().matching("org.messageboard.(*)..").should().beFreeOfCycles().check(BOARD);
  }

  /** Each package, and the board's packages that it may depend on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "board |",
        "retry |",
        "settings |",
        "metrics | settings",
        "traces |",
        "http | metrics settings",
        "redis | settings retry",
        "kafka | settings",
        "log | board kafka http metrics traces retry settings",
        "live | board metrics traces",
        "view | board live redis http metrics settings retry",
        "projection | board log view redis kafka metrics traces retry settings",
        "archive | board log kafka http metrics retry settings",
        "accounts | board log view redis writing http metrics settings",
        "limits | accounts board view redis http metrics settings",
        "writing | board log view http",
        "posting | board log view accounts writing http traces",
        "changing | board log view archive accounts writing http traces",
        "channels | board log view accounts writing http traces",
        "moderation | board log view accounts writing http traces",
        "webhooks | board log view accounts writing http traces",
        "letters | board log accounts writing http",
        "marks | board live log view redis kafka accounts writing http metrics retry",
        "statistics | board log view accounts kafka http metrics retry settings",
        "keeping | board log view archive accounts marks writing http retry",
        "sse | board live view redis accounts marks http metrics traces settings",
        "socket | accounts board live limits log sse writing http metrics",
      })
  void packagesDependOnlyOnPackagesBelowThem(String name, String known) {
    var others =
        BOARD.stream()
            .map(JavaClass::getPackageName)
            .filter(other -> !other.endsWith("." + name))
            .filter(other -> known == null || !List.of(known.split(" ")).contains(last(other)))
            .distinct()
            .toArray(String[]::new);
    assertThat(others).hasSizeGreaterThan(8);
    classes().that().resideInAPackage(feature(name)).should().haveNameMatching(".*").check(BOARD);
    noClasses()
        .that()
        .resideInAPackage(feature(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(BOARD);
  }

  /** Deciding which client gets what next must not depend on transport or store. */
  @Test
  void liveIsIndependentOfTransportAndStore() {
    noClasses()
        .that()
        .resideInAPackage(feature("live"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "redis..", "org.apache.kafka..")
        .check(BOARD);
  }

  /** A server without traces does not have OpenTelemetry's classes. */
  @Test
  void onlyOneClassUsesOpenTelemetry() {
    noClasses()
        .that()
        .haveNameNotMatching("org\\.messageboard\\.traces\\.Spans(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(BOARD);
  }

  /** Where nobody signs in, none of it is loaded. */
  @Test
  void onlyThreeClassesUseTheOpenIdLibrary() {
    noClasses()
        .that()
        .haveNameNotMatching("org\\.messageboard\\.accounts\\.(Provider|Tokens|CodeFlow)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(BOARD);
  }

  /** Where there are no statistics, none of it is loaded. */
  @Test
  void onlyTheRunnerAndWhatItCallsUseKafkaStreams() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "org\\.messageboard\\.statistics\\."
                + "(StatisticsRunner|StatisticsTopology|Activities|FirstReplies)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.streams..")
        .check(BOARD);
  }

  /** Where no record is Avro, none of it is loaded. */
  @Test
  void onlyTwoClassesUseAvro() {
    noClasses()
        .that()
        .haveNameNotMatching("org\\.messageboard\\.log\\.Avro(Codec|Json)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.avro..")
        .check(BOARD);
  }

  /**
   * The wall clock may be set, so durations are measured with System.nanoTime. The wall clock is
   * right for what other servers and people read: a message's timestamp and its age, a cookie's.
   */
  @Test
  void nothingMeasuresTimeWithTheWallClock() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.messageboard.board.Origin")
        .and()
        .doNotHaveFullyQualifiedName("org.messageboard.live.StreamMetrics")
        .and()
        .doNotHaveFullyQualifiedName("org.messageboard.accounts.Callers")
        .and()
        .doNotHaveFullyQualifiedName("org.messageboard.accounts.Session$Times")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Date.class, LocalDateTime.class, ZonedDateTime.class)
        .check(BOARD);
  }

  @Test
  void nothingDependsOnAResource() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Resource")
        .should()
        .onlyHaveDependentClassesThat()
        .haveNameMatching(".*Resource(\\$.*)?")
        .check(BOARD);
  }

  /** The order of annotated filters is undefined. */
  @Test
  void theOrderOfTheFiltersIsDeclared() throws IOException {
    noClasses().should().beAnnotatedWith("jakarta.servlet.annotation.WebFilter").check(BOARD);
    var order = order("filter-mapping>\\s*<filter-name");
    assertThat(order)
        .containsExactly(
            "http-metrics",
            "security-headers",
            "cors",
            "request-head",
            "callers",
            "limits",
            "page-files");
    assertThat(order("filter>\\s*<filter-name")).isEqualTo(order);
    assertThat(order("filter-class"))
        .containsExactlyInAnyOrderElementsOf(
            BOARD.stream()
                .filter(c -> c.isAssignableTo("jakarta.servlet.Filter"))
                .map(c -> c.getName())
                .toList());
  }

  /** With a second filter, both would need a priority. */
  @Test
  void atMostOneClassIsAJaxRsFilter() {
    assertThat(
            BOARD.stream()
                .filter(c -> c.isAssignableTo("jakarta.ws.rs.container.ContainerRequestFilter")))
        .hasSizeLessThan(2);
  }

  /**
   * In a field, RESTEasy's proxy keeps the interfaces of the first request. One of Liberty's among
   * them redeclares getRequestURI and three other methods. If a hash puts it first, these fail on
   * every request that a filter has wrapped.
   */
  @Test
  void noFieldHoldsTheRequest() {
    noFields()
        .that()
        .areAnnotatedWith("jakarta.ws.rs.core.Context")
        .should()
        .haveRawType("jakarta.servlet.http.HttpServletRequest")
        .check(BOARD);
  }

  /** In Turkish, the capital of i is not I, and in Arabic, 5 may have a different digit. */
  @Test
  void nothingDependsOnTheDefaultLocale() throws IOException {
    noClasses()
        .should()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .check(BOARD);
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(sources.filter(file -> file.toString().endsWith(".java")).toList())
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(NUMBER));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Readiness", "Liveness", "Startup"})
  void everyKindOfHealthHasACheck(String annotation) {
    var checks =
        BOARD.stream()
            .filter(c -> c.isAnnotatedWith("org.eclipse.microprofile.health." + annotation))
            .toList();
    assertThat(checks).as(annotation).isNotEmpty();
  }

  @Test
  void everyHealthCheckHasAKind() {
    var checks =
        BOARD.stream()
            .filter(c -> c.isAssignableTo("org.eclipse.microprofile.health.HealthCheck"))
            .toList();
    assertThat(checks).hasSizeGreaterThanOrEqualTo(6);
    assertThat(checks)
        .allMatch(
            c ->
                c.getAnnotations().stream()
                    .anyMatch(
                        a ->
                            List.of("Readiness", "Liveness", "Startup")
                                .contains(a.getRawType().getSimpleName())));
  }

  @Test
  void thePageNeverSetsHtml() throws IOException {
    var scripts = sources(".js");
    assertThat(scripts).hasSizeGreaterThan(3);
    assertThat(scripts)
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(UNSAFE));
  }

  @Test
  void thePageHasNoInlineScriptsOrStyles() throws IOException {
    var pages = sources(".html");
    assertThat(pages).isNotEmpty();
    assertThat(pages)
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(INLINE));
  }

  /** The contents of these elements in web.xml. */
  private static List<String> order(String element) throws IOException {
    var xml = Files.readString(PAGE.resolve("WEB-INF/web.xml"));
    return Pattern.compile("<" + element + ">([^<]+)<")
        .matcher(xml)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String last(String packageName) {
    return packageName.substring(packageName.lastIndexOf('.') + 1);
  }

  private static String feature(String name) {
    return "org.messageboard." + name + "..";
  }

  private static List<Path> sources(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(PAGE)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
