package org.messageboard.browser;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The base of the tests that look at the board through its page. */
@Tag("page")
@ExtendWith(NeedsChromium.class)
abstract class BoardInBrowser {

  @RegisterExtension static final SharedBoard http = new SharedBoard();
  @RegisterExtension static final Windows windows = new Windows();

  /** The channel in a browser of its own. */
  BoardPage open(String channel) {
    return windows.open(http.board(), channel);
  }
}
