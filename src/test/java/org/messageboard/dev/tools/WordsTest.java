package org.messageboard.dev.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.messageboard.dev.StartException;

class WordsTest {

  @Test
  void wordsAreSplitAtWhiteSpace() {
    assertThat(Words.of("  LRANGE messages\t0  -1 "))
        .containsExactly("LRANGE", "messages", "0", "-1");
  }

  @Test
  void quotesKeepAWordTogether() {
    assertThat(Words.of("SET k 'two words' \"and \\\"three\\\" more\""))
        .containsExactly("SET", "k", "two words", "and \"three\" more");
  }

  @Test
  void quotedTextInsideAWordBelongsToIt() {
    assertThat(Words.of("key.separator=' | ' a\\ b")).containsExactly("key.separator= | ", "a b");
  }

  @Test
  void emptyQuotesAreAnEmptyWord() {
    assertThat(Words.of("SET k ''")).containsExactly("SET", "k", "");
  }

  @Test
  void aLineBreakCanBeWritten() {
    assertThat(Words.of("\"a\\nb\"")).containsExactly("a\nb");
  }

  @Test
  void jsonInSingleQuotesStaysAsItIs() {
    assertThat(Words.of("PUBLISH c '{\"a\":\"b\\n\"}'"))
        .containsExactly("PUBLISH", "c", "{\"a\":\"b\\n\"}");
  }

  @Test
  void anEmptyStringHasNoWords() {
    assertThat(Words.of("")).isEmpty();
  }

  @Test
  void anUnclosedQuoteIsReported() {
    assertThatThrownBy(() -> Words.of("SET k \"half"))
        .isInstanceOf(StartException.class)
        .hasMessage("A quote is not closed in: SET k \"half");
  }
}
