package org.messageboard.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.messageboard.benchmark.Chart.Line;
import org.messageboard.benchmark.Chart.Point;

class ChartTest {

  @Test
  void aChartIsXmlWithItsAxesAndPoints() throws Exception {
    var line = new Line("p50 <&>", List.of(new Point(1000, 2), new Point(1e6, 30)));
    var x = Axis.logarithmic("deliveries/s", 1000, 1e6);
    var chart = new Chart("Latency", x, Axis.logarithmic("ms", 2, 30), List.of(line));
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("polyline").getLength()).isOne();
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(document.getDocumentElement().getTextContent())
        .contains("deliveries/s", "ms", "p50 <&>", "1 M");
  }

  @Test
  void aLogarithmicAxisEndsAtPowersOfTen() {
    var axis = Axis.logarithmic("ms", 0.8, 120);
    assertThat(axis.ticks()).hasSize(5);
    assertThat(axis.at(0.1)).isZero();
    assertThat(axis.at(10)).isEqualTo(0.5);
    assertThat(axis.at(1000)).isEqualTo(1);
  }
}
