package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.Optional;
import org.messageboard.settings.Settings;

/**
 * The operator's token ({@code auth.operator.token}), for what needs no account: a script on the
 * operator's machine.
 *
 * @param token empty if the operator has none
 */
@Dependent
public record OperatorSettings(Optional<String> token) {

  private static final String TOKEN = "auth.operator.token";
  private static final int MIN_LENGTH = 32;

  @Inject
  public OperatorSettings(Settings settings) {
    this(settings.make(() -> valid(settings.text(TOKEN))).orElse(Optional.empty()));
  }

  private static Optional<String> valid(Optional<String> token) {
    if (token.filter(value -> !value.matches("\\S{" + MIN_LENGTH + ",}")).isPresent()) {
      throw Settings.wrong(TOKEN, "must have 32 characters or more, and no blank");
    }
    return token;
  }

  /**
   * Whether a request is the operator's. The time it takes says nothing about the token.
   *
   * @param authorization the header, or null
   */
  boolean isOperators(String authorization) {
    return token.isPresent()
        && authorization != null
        && MessageDigest.isEqual(
            ("Bearer " + token.get()).getBytes(UTF_8), authorization.getBytes(UTF_8));
  }
}
