package org.messageboard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardTest {

  private static final int WIDTH = 24;

  private final Dashboard dashboard = Dashboard.ofProject();

  @Test
  void itHasARowForEachPart() {
    assertThat(dashboard.rows())
        .extracting(row -> row.getString("title"))
        .containsExactly(
            "Overview",
            "Producer",
            "Consumer",
            "Redis",
            "Archive",
            "HTTP",
            "Streams",
            "JVM and process");
  }

  @Test
  void everyPanelHasItsOwnId() {
    var ids = new ArrayList<Integer>();
    dashboard.rows().forEach(row -> ids.add(row.getInt("id")));
    dashboard.panels().forEach(panel -> ids.add(panel.getInt("id")));
    assertThat(ids).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  @Test
  void everyFigureHasAUnitAndEveryLineALegend() {
    assertThat(dashboard.panels())
        .filteredOn(panel -> !panel.getString("type").equals("table"))
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.getJsonObject("fieldConfig").getJsonObject("defaults"))
                  .as(panel.getString("title"))
                  .containsKey("unit");
              assertThat(panel.getJsonArray("targets").getValuesAs(JsonObject.class))
                  .isNotEmpty()
                  .allMatch(target -> !target.getString("legendFormat").isBlank());
            });
  }

  @Test
  void noPanelsOverlap() {
    var taken = new HashSet<List<Integer>>();
    var places = new ArrayList<>(dashboard.rows());
    places.addAll(dashboard.panels());
    for (var panel : places) {
      var at = panel.getJsonObject("gridPos");
      assertThat(at.getInt("x") + at.getInt("w")).isLessThanOrEqualTo(WIDTH);
      for (int x = at.getInt("x"); x < at.getInt("x") + at.getInt("w"); x++) {
        for (int y = at.getInt("y"); y < at.getInt("y") + at.getInt("h"); y++) {
          assertThat(taken.add(List.of(x, y))).as(panel.getString("title")).isTrue();
        }
      }
    }
  }

  /** Every query about single servers is restricted to the selected ones. */
  @Test
  void theServersCanBeChosen() {
    assertThat(dashboard.expressions())
        .extracting(Expression::text)
        .filteredOn(text -> text.contains("rate("))
        .hasSizeGreaterThan(20)
        .allMatch(text -> text.contains("instance=~\"$instance\""))
        .allMatch(text -> text.contains("[$__rate_interval]"));
  }
}
