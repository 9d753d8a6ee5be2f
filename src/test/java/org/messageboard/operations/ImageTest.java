package org.messageboard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The image contains an SBOM and says where it is, and the images have the tests' versions. */
class ImageTest {

  private static final Pattern GOAL = Pattern.compile("-Prelease .*cyclonedx:makeBom@(\\w+)");
  private static final Pattern MADE = Pattern.compile("mv target/release/\\*(\\S+) (target/\\S+)");
  private static final Pattern COPIED =
      Pattern.compile("COPY --from=build /build/(target/(\\S+\\.cdx\\.json)) (/\\S+/)");
  private static final Pattern LABEL = Pattern.compile("org\\.messageboard\\.sbom=\"(\\S+)\"");

  private final String dockerfile;
  private final String pom;

  ImageTest() throws IOException {
    dockerfile = Files.readString(Path.of("Dockerfile"));
    pom = Files.readString(Path.of("pom.xml"));
  }

  @Test
  void theSbomIsBuiltAsInARelease() {
    assertThat(pom).contains("<id>%s</id>".formatted(one(GOAL).get(0)));
    assertThat(pom).contains("<outputDirectory>${release.directory}</outputDirectory>");
    assertThat(one(MADE).get(0)).isEqualTo(".cdx.json");
  }

  @Test
  void theSbomIsWhereTheLabelAndTheDocumentsSay() throws IOException {
    var copied = one(COPIED);
    assertThat(copied.get(0)).isEqualTo(one(MADE).get(1));
    var place = copied.get(2) + copied.get(1);
    assertThat(one(LABEL)).containsExactly(place);
    assertThat(Files.readString(Path.of("docs/OPERATIONS.md"))).contains("`" + place + "`");
    assertThat(Files.readString(Path.of("SECURITY.md"))).contains("`" + place + "`");
  }

  @Test
  void theBaseImageHasTheTestsLibertyVersion() {
    var version = one(Pattern.compile("<liberty.version>(\\S+)</liberty.version>"), pom).get(0);
    assertThat(one(Pattern.compile("FROM .*/open-liberty:([\\d.]+)-"))).containsExactly(version);
  }

  @Test
  void kafkasImagesHaveTheTestsKafkaVersion() throws IOException {
    var version = one(Pattern.compile("<kafka.version>(\\S+)</kafka.version>"), pom);
    var image = Pattern.compile("(?:FROM|image:) apache/kafka:(\\S+)");
    for (var file : List.of("docker/kafka/Dockerfile", "docker-compose.small.yml")) {
      assertThat(one(image, Files.readString(Path.of(file)))).as(file).isEqualTo(version);
    }
  }

  @Test
  void theImageAndTheChartHaveTheVersionOfTheProject() throws IOException {
    var version =
        one(Pattern.compile("<artifactId>message-board</artifactId>\\s*<version>(\\S+)<"), pom);
    var chart = Files.readString(Path.of("helm/message-board/Chart.yaml"));
    assertThat(one(Pattern.compile("(?m)^ARG VERSION=(\\S+)$"))).isEqualTo(version);
    assertThat(one(Pattern.compile("(?m)^appVersion: (\\S+)$"), chart)).isEqualTo(version);
  }

  private List<String> one(Pattern pattern) {
    return one(pattern, dockerfile);
  }

  /** The groups of the pattern's only match. */
  private static List<String> one(Pattern pattern, String text) {
    var found = pattern.matcher(text).results().toList();
    assertThat(found).as(pattern.pattern()).hasSize(1);
    var match = found.get(0);
    return IntStream.rangeClosed(1, match.groupCount()).mapToObj(match::group).toList();
  }
}
