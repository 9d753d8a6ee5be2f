package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFilesTest {

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
