package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostRequestTest {

  @Test
  void theTimeStandsInTheTextAndTheLengthIsRight() {
    var request = new PostRequest(3, "bench-3", 60);
    request.due(9_999);
    var text = US_ASCII.decode(request.due(1_234)).toString();
    var body = text.substring(text.indexOf("\r\n\r\n") + 4);
    assertThat(body).contains("\"channel\":\"bench-3\"", "\"content\":\"@0000000000001234 ");
    assertThat(text).contains("Content-Length: " + body.length() + "\r\n");
    var content = body.substring(body.indexOf('@'), body.lastIndexOf('"'));
    assertThat(content).hasSize(60);
  }
}
