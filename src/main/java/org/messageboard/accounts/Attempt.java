package org.messageboard.accounts;

import jakarta.json.Json;
import java.time.Duration;
import java.util.Optional;
import org.messageboard.accounts.Session.Times;

/**
 * A sign-in under way. The browser keeps it, sealed, in a cookie, so that one that began at a
 * server can end at another.
 *
 * @param state comes back with the provider's answer (RFC 6749, section 10.12)
 * @param nonce comes back in the ID token (OpenID Connect Core, section 15.5.2)
 * @param verifier proves that whoever began ends it (RFC 7636)
 * @param returnTo where the browser goes then
 * @param again whether the provider has them prove who they are, although it knows them
 * @param until when it is too late, in seconds since 1970
 */
record Attempt(
    String state,
    String nonce,
    String verifier,
    ReturnAddress returnTo,
    boolean again,
    long until) {

  /** How long somebody may take at the provider. */
  static final Duration LIFE = Duration.ofMinutes(15);

  private static final int BYTES = 32;

  static Attempt begin(ReturnAddress returnTo, boolean again) {
    return new Attempt(
        GuestCookie.newSecret(BYTES),
        GuestCookie.newSecret(BYTES),
        GuestCookie.newSecret(BYTES),
        returnTo,
        again,
        Times.now() + LIFE.toSeconds());
  }

  String sealed(Seal seal) {
    return seal.seal(
        Json.createObjectBuilder()
            .add("state", state)
            .add("nonce", nonce)
            .add("verifier", verifier)
            .add("return", returnTo.toString())
            .add("again", again)
            .add("until", until)
            .build()
            .toString());
  }

  /** The attempt in a cookie; empty if it is none, or too old. */
  static Optional<Attempt> open(String sealed, Seal seal) {
    return seal.open(sealed)
        .map(SessionJson::parse)
        .map(
            json ->
                new Attempt(
                    json.getString("state"),
                    json.getString("nonce"),
                    json.getString("verifier"),
                    ReturnAddress.of(json.getString("return")),
                    json.getBoolean("again", false),
                    json.getJsonNumber("until").longValue()))
        .filter(attempt -> Times.now() < attempt.until);
  }

  /** Without its secrets. */
  @Override
  public String toString() {
    return "a sign-in that returns to " + returnTo;
  }
}
