package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.archive.Words.Word;

class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Crème brûlée, STRASSE Straße | creme brulee strasse strasse",
        "naïve Ærø łódź Ελληνικά ёлка | naive aero lodz ελληνικα елка",
        "e\u0301te\u0301 | ete",
        "getUserName() | get getusername user username name",
        "user_name | user username name",
        "parseHTTPHeader2 | parse parsehttpheader2 http httpheader2 header2",
        "C'est l'été | c est l ete",
        "x-ray v1.2.3 | x ray v1 2 3",
        "東京タワー | 東京 京タ タワ ワー ー",
        "今 | 今",
        "ＡＢＣ ﬁn | abc fin",
        "שָׁלוֹם مُحَمَّد | שלום محمد",
        "🎉 done | done",
      })
  void textsBecomeWords(String text, String words) {
    assertThat(Words.of(text)).extracting(Word::text).containsExactly(words.split(" "));
  }

  @Test
  void thaiIsFoundByPairs() {
    assertThat(Words.of("สวัสดี")).extracting(Word::text).contains("สว").hasSizeGreaterThan(4);
  }

  @Test
  void wordsKnowTheirPlaces() {
    var words = Words.of("é userName");
    assertThat(words)
        .containsExactly(
            new Word("e", 1, 0, 1),
            new Word("user", 2, 2, 6),
            new Word("username", 2, 2, 10),
            new Word("name", 3, 6, 10));
  }

  @Test
  void aVectorHasEachWordOnce() {
    assertThat(Words.vector("a b A")).isEqualTo("'a':1,3 'b':2");
    assertThat(Words.vector("-- ''")).isEmpty();
  }

  @Test
  void longWordsAndTextsAreCut() {
    assertThat(Words.of("x".repeat(500)).get(0).text()).hasSize(60);
    assertThat(Words.of("ab ".repeat(50_000)).size()).isLessThanOrEqualTo(16_000);
  }
}
