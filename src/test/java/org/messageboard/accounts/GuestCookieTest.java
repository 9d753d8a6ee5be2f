package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.accounts.GuestCookie.Guest;

class GuestCookieTest {

  private static final long NOW = 1_800_000_000L;
  private static final long DAY = 24 * 3600;
  private static final String KEY = "k".repeat(32);
  private static final String OLD = "o".repeat(32);
  private static final String SUBJECT = "AAECAwQFBgcICQoLDA0ODw";

  private static final GuestCookie COOKIES = new GuestCookie(List.of(KEY, OLD));
  private static final String VALUE = COOKIES.issue(SUBJECT, NOW);

  /** Cookies in browsers outlive a version of the board. */
  @Test
  void theFormatStays() {
    assertThat(VALUE)
        .isEqualTo("g1." + SUBJECT + ".1800000000._fY9Kn2APlrSg_Ui2bTDYkv4oVSbteikIfQHSi4JQqc");
    assertThat(COOKIES.verify(VALUE, NOW)).contains(new Guest(SUBJECT, false));
  }

  @Test
  void subjectsAre128RandomBits() {
    var subjects = new HashSet<>(Stream.generate(GuestCookie::newSubject).limit(1000).toList());
    assertThat(subjects).hasSize(1000).allMatch(subject -> subject.matches("[A-Za-z0-9_-]{22}"));
  }

  @Test
  void everyCharacterIsSigned() {
    for (int i = 0; i < VALUE.length(); i++) {
      var c = VALUE.charAt(i) == '1' ? '2' : '1';
      var changed = VALUE.substring(0, i) + c + VALUE.substring(i + 1);
      assertThat(COOKIES.verify(changed, NOW)).as(changed).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "g1", "g1...", "g1.a.1.b", "%s ", " %s", "%s.", "%s=", "\"%s\"", "x%s"})
  void anythingElseIsNoCookie(String form) {
    assertThat(COOKIES.verify(form.replace("%s", VALUE), NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1,true,false", "29,true,false", "30,true,true", "364,true,true", "365,false,"})
  void aCookieIsRenewedAfterAMonthAndEndsAfterAYear(long days, boolean valid, Boolean renewable) {
    var guest = COOKIES.verify(VALUE, NOW + days * DAY);
    assertThat(guest.isPresent()).isEqualTo(valid);
    assertThat(guest.map(Guest::renewable).orElse(null)).isEqualTo(renewable);
  }

  @Test
  void anOlderKeyStillVerifiesAndItsCookiesAreRenewed() {
    var older = new GuestCookie(List.of(OLD)).issue(SUBJECT, NOW);
    assertThat(COOKIES.verify(older, NOW)).contains(new Guest(SUBJECT, true));
    assertThat(new GuestCookie(List.of(KEY)).verify(older, NOW)).isEmpty();
    assertThat(new GuestCookie(List.of()).verify(older, NOW)).isEmpty();
  }

  @Test
  void noKeyIsShown() {
    assertThat(COOKIES.toString()).doesNotContain(KEY, OLD);
  }
}
