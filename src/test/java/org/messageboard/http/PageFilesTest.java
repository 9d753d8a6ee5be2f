package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {

  @ParameterizedTest
  @ValueSource(strings = {"W/\"a-1\"", "\"a-1\"", "*", " * ", "\"x,y\" , W/\"a-1\"", ",,\"a-1\","})
  void aTagIsFoundInAList(String header) {
    assertThat(PageFiles.matches(header, "a-1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-1", "\"a\"", "\"a-1", "\"x, a-1\"", "\"*\""})
  void aDifferentTagIsNotFound(String header) {
    assertThat(PageFiles.matches(header, "a-1")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing,'',./",
    "/,'',./",
    "/a/b,'',../",
    "/a/b/c/,'',../../../",
    "/board/nothing,/board,./",
    "/board/a/b,/board,../",
    "/one/two/a/b,/one/two,../"
  })
  void anErrorPagesLinksLeadToTheContextRoot(String address, String contextRoot, String up) {
    assertThat(PageFiles.pathToRoot(address, contextRoot)).isEqualTo(up);
  }
}
