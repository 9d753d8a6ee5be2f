package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.board.Identity.Role.MODERATOR;
import static org.messageboard.board.Identity.Role.POSTER;
import static org.messageboard.board.Identity.Role.READER;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;

class PersonTest {

  private static final Map<Role, Set<String>> NAMED =
      Map.of(READER, Set.of("r"), POSTER, Set.of("p", "all staff"), MODERATOR, Set.of("m"));

  @Test
  void theSubjectIsTheSameWhateverTheNameIsAndShowsNothing() {
    var ada = person(Map.of("sub", "ada@example.org", "name", "Ada"), settings("groups", NAMED));
    var later =
        person(Map.of("sub", "ada@example.org", "name", "A. L."), settings("groups", NAMED));
    var bob = person(Map.of("sub", "bob@example.org"), settings("groups", NAMED));
    assertThat(ada.subject()).hasSize(22).isEqualTo(later.subject()).isNotEqualTo(bob.subject());
    assertThat(ada).hasToString("Ada []");
  }

  @Test
  void anotherProvidersSubjectIsSomebodyElse() {
    var here = settings("groups", NAMED);
    var there =
        new SignInSettings(
            "https://other",
            "b",
            Optional.empty(),
            List.of(),
            "b",
            List.of("groups"),
            NAMED,
            Optional.empty(),
            50);
    assertThat(Person.known("ada", here)).isNotEqualTo(Person.known("ada", there));
  }

  @Test
  void theNameIsTheFirstThatPeopleCanRead() {
    var settings = settings("groups", NAMED);
    assertThat(
            person(Map.of("sub", "1", "name", " ", "preferred_username", "ada"), settings).name())
        .isEqualTo("ada");
    assertThat(person(Map.of("sub", "1", "azp", "robot"), settings).name()).isEqualTo("robot");
    assertThat(person(Map.of("sub", "1", "name", 7), settings).name()).isEqualTo("Somebody");
    assertThat(person(Map.of("sub", "1", "name", "a\nb\u0000c\uD800"), settings).name())
        .isEqualTo("abc");
    assertThat(person(Map.of("sub", "1", "name", "👋".repeat(60)), settings).name())
        .isEqualTo("👋".repeat(50));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, ''",
        "other, ''",
        "r, READER",
        "p, READER POSTER",
        "all staff, READER POSTER",
        "m, READER POSTER MODERATOR",
        "R, ''"
      })
  void aNameGivesItsRoleAndThoseBelow(String group, String roles) {
    var claims = new HashMap<String, Object>(Map.of("sub", "1"));
    if (group != null) {
      claims.put("groups", List.of("x", group));
    }
    assertThat(person(claims, settings("groups", NAMED)).roles()).isEqualTo(set(roles));
  }

  @ParameterizedTest
  @CsvSource({"'', '', READER POSTER", "r, '', ''", "'', p, READER", "x, '', READER POSTER"})
  void withoutNamesEverybodyReadsAndEveryReaderPostsButNobodyModerates(
      String reader, String poster, String roles) {
    var mapping = Map.of(READER, names(reader), POSTER, names(poster), MODERATOR, Set.<String>of());
    var claims = Map.<String, Object>of("sub", "1", "groups", List.of("x"));
    assertThat(person(claims, settings("groups", mapping)).roles()).isEqualTo(set(roles));
  }

  @Test
  void theClaimMayBeWithinOthersAndMayBeAText() {
    var nested = Map.<String, Object>of("sub", "1", "realm_access", Map.of("roles", List.of("m")));
    assertThat(person(nested, settings("realm_access.roles", NAMED)).roles()).contains(MODERATOR);
    var text = Map.<String, Object>of("sub", "1", "scope", "openid p");
    assertThat(person(text, settings("scope", NAMED)).roles()).contains(POSTER);
    var wrong = Map.<String, Object>of("sub", "1", "realm_access", "m");
    assertThat(person(wrong, settings("realm_access.roles", NAMED)).roles()).isEmpty();
  }

  private static Set<Role> set(String roles) {
    var all = new ArrayList<Role>();
    for (var role : roles.isEmpty() ? new String[0] : roles.split(" ")) {
      all.add(Role.valueOf(role));
    }
    return Set.copyOf(all);
  }

  private static Set<String> names(String names) {
    return names.isEmpty() ? Set.of() : Set.of(names);
  }

  private static Identity person(Map<String, Object> claims, SignInSettings settings) {
    return new Person(claims, settings).identity();
  }

  private static SignInSettings settings(String claim, Map<Role, Set<String>> roles) {
    return new SignInSettings(
        "https://provider",
        "board",
        Optional.empty(),
        List.of("openid"),
        "board",
        List.of(claim.split("\\.")),
        roles,
        Optional.empty(),
        50);
  }
}
