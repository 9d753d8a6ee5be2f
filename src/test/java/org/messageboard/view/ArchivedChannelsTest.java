package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messageboard.http.ProblemException;
import redis.clients.jedis.exceptions.JedisConnectionException;

class ArchivedChannelsTest {

  private final Store store = new Store();
  private final ArchivedChannels archived = new ArchivedChannels();

  ArchivedChannelsTest() {
    archived.store = store;
  }

  @Test
  void theFirstRequestAsks() {
    store.archived = Set.of("old");
    assertThatThrownBy(() -> archived.refuse("old", false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("old is archived");
    assertThatCode(() -> archived.refuse("new", false)).doesNotThrowAnyException();
  }

  @Test
  void aChangeCountsFromTheNextRequestOn() {
    archived.refuse("news", false);
    store.archived = Set.of("news");
    assertThatCode(() -> archived.refuse("news", false)).doesNotThrowAnyException();
    archived.changed();
    assertThatThrownBy(() -> archived.refuse("news", false)).isInstanceOf(ProblemException.class);
  }

  @Test
  void anAnswerFromBeforeAChangeDoesNotCountAfterIt() {
    store.archived = Set.of();
    store.meanwhile =
        () -> {
          store.archived = Set.of("news");
          archived.changed();
          assertThatThrownBy(() -> archived.refuse("news", false))
              .isInstanceOf(ProblemException.class);
        };
    assertThatThrownBy(() -> archived.refuse("news", false)).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> archived.refuse("news", false)).isInstanceOf(ProblemException.class);
  }

  @Test
  void whatIsKnownStandsWhileRedisIsAway() {
    store.archived = Set.of("old");
    assertThatThrownBy(() -> archived.refuse("old", false)).isInstanceOf(ProblemException.class);
    archived.changed();
    store.meanwhile =
        () -> {
          throw new JedisConnectionException("away");
        };
    assertThatThrownBy(() -> archived.refuse("old", false)).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> archived.refuse("old", false))
        .as("without another question")
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void onlyModeratorsPostAnnouncementsAndEverybodyReacts() {
    store.announcements = Set.of("news");
    assertThatThrownBy(() -> archived.refusePost("news", false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Only moderators");
    assertThatCode(() -> archived.refusePost("news", true)).doesNotThrowAnyException();
    assertThatCode(() -> archived.refusePost("other", false)).doesNotThrowAnyException();
    assertThatCode(() -> archived.refuse("news", false)).doesNotThrowAnyException();
  }

  @Test
  void onlyModeratorsChangeAnythingInALockedChannel() {
    store.locked = Set.of("news");
    assertThatThrownBy(() -> archived.refusePost("news", false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("locked");
    assertThatThrownBy(() -> archived.refuse("news", false)).isInstanceOf(ProblemException.class);
    assertThatCode(() -> archived.refusePost("news", true)).doesNotThrowAnyException();
    assertThatCode(() -> archived.refuse("news", true)).doesNotThrowAnyException();
  }

  private static final class Store extends ChannelReader {
    private Set<String> locked = Set.of();
    private Set<String> archived = Set.of();
    private Set<String> announcements = Set.of();
    private Runnable meanwhile = () -> {};

    @Override
    public Map<String, String> settings() {
      var answer = new HashMap<String, String>();
      announcements.forEach(name -> answer.put(name, "\"kind\":\"announcement\""));
      locked.forEach(name -> answer.put(name, "\"archived\":false,\"locked\":true"));
      archived.forEach(name -> answer.put(name, "\"kind\":\"open\",\"archived\":true"));
      var next = meanwhile;
      meanwhile = () -> {};
      next.run();
      return answer;
    }
  }
}
