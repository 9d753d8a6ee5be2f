package org.messageboard.posting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.StrictJson;

class AlertsTest {

  @Test
  void aNotificationHasALineForEachAlert() throws Exception {
    var json =
        """
        {"version":"4","status":"firing","receiver":"board","alerts":[
          {"status":"firing","labels":{"alertname":"DiskFull","severity":"critical"},
           "annotations":{"summary":"The disk of\\n db1 is full","description":"x"}},
          {"status":"resolved","labels":{"alertname":"Down"},"annotations":{"description":"Back"}},
          {"labels":{},"annotations":7},
          "nonsense"]}
        """;
    assertThat(text(json, 2_000))
        .isEqualTo(
            """
            **Firing** DiskFull: The disk of  db1 is full
            **Resolved** Down: Back
            **Firing** Alert
            **Firing** Alert""");
  }

  @Test
  void whatDoesNotFitIsCounted() throws Exception {
    var alert = "{\"labels\":{\"alertname\":\"DiskFull\"}}";
    var json = "{\"alerts\":[" + String.join(",", Collections.nCopies(50, alert)) + "]}";
    var text = text(json, 200);
    assertThat(text).hasSizeLessThanOrEqualTo(200).endsWith("\nand 41 more");
    assertThat(text.lines()).hasSize(10);
  }

  @Test
  void anAlertThatIsTooLongIsCountedToo() throws Exception {
    var json = "{\"alerts\":[{\"annotations\":{\"summary\":\"" + "x".repeat(300) + "\"}}]}";
    assertThat(text(json, 200)).isEqualTo("and 1 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"alerts\":[]}", "{\"alerts\":\"x\"}"})
  void everythingElseIsNone(String json) throws Exception {
    assertThat(Alerts.are(parse(json))).isFalse();
  }

  private static String text(String json, int max) throws Exception {
    assertThat(Alerts.are(parse(json))).isTrue();
    return Alerts.text(parse(json), max);
  }

  private static Map<String, JsonValue> parse(String json) throws Exception {
    return StrictJson.object(json.getBytes(UTF_8));
  }
}
