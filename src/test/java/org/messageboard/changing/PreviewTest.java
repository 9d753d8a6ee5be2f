package org.messageboard.changing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Origin;
import org.messageboard.board.Reacted;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.writing.Standing;

class PreviewTest {

  private static final Origin ORIGIN = new Origin("event", "general", "ada", "now");

  @Test
  void anEditReplacesTheContentAndWhatBelongsToIt() {
    var edit = new Edited(ORIGIN, "7", "new", List.of("Eve"), 3);
    var message =
        standing("{'id':'7','content':'old','mentions':['Bob'],'revision':2,'replies':1}");
    assertThat(Preview.of(edit, message))
        .isEqualTo(
            json(
                "{'id':'7','replies':1,'content':'new','mentions':['Eve'],'revision':3,"
                    + "'editedAt':'now'}"));
  }

  @Test
  void aDeletionLeavesNothingOfTheContent() {
    var message =
        standing(
            "{'id':'7','content':'old','mentions':['Bob'],'revision':2,'editedAt':'x','replies':1,"
                + "'reactions':[{'emoji':'a','count':1}]}");
    assertThat(Preview.of(new Deleted(ORIGIN, "7", "owner", "spam"), message))
        .isEqualTo(
            json("{'id':'7','replies':1,'deleted':true,'deletedBy':'owner','reason':'spam'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a | false | {'emoji':'a','count':3,'mine':true},{'emoji':'b','count':1,'mine':true}
          b | false | {'emoji':'a','count':2},{'emoji':'b','count':1,'mine':true}
          c | false | {'emoji':'a','count':2},{'emoji':'b','count':1,'mine':true},{'emoji':'c','count':1,'mine':true}
          a | true  | {'emoji':'a','count':2},{'emoji':'b','count':1,'mine':true}
          b | true  | {'emoji':'a','count':2}
          """)
  void aPersonCountsOnce(String emoji, boolean withdrawn, String reactions) {
    var message =
        standing(
            "{'id':'7','reactions':[{'emoji':'a','count':2},{'emoji':'b','count':1,'mine':true}]}");
    assertThat(Preview.of(new Reacted(ORIGIN, "7", emoji, "Ada", withdrawn), message))
        .isEqualTo(json("{'id':'7','reactions':[" + reactions + "]}"));
  }

  private static Standing standing(String json) {
    try {
      return new Standing(StrictJson.object(json(json).getBytes(UTF_8)), "ada");
    } catch (NotJsonException e) {
      throw new AssertionError(e);
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
