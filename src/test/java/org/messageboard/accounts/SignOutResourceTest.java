package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.messageboard.http.ProblemException;

class SignOutResourceTest {

  /** The request is null, so nothing can have been read from it. */
  @Test
  void whereNobodySignsInTheBodyIsNotRead() {
    var resource = new SignOutResource();
    resource.auth = new AuthSettings(List.of(), false, true);
    var refused =
        catchThrowableOfType(ProblemException.class, () -> resource.providerSignsOut(null));
    assertThat(refused.problem().status()).isEqualTo(404);
  }
}
