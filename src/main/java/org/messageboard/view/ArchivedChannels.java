package org.messageboard.view;

import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/**
 * The channels in which nobody, or not everybody, can do something: that is refused at once. The
 * script that judges every event decides.
 */
@ApplicationScoped
public class ArchivedChannels {

  private record Rules(Set<String> archived, Set<String> announcements, Set<String> locked) {

    static Rules of(Map<String, String> settings) {
      return new Rules(
          having("\"archived\":true", settings),
          having("\"kind\":\"announcement\"", settings),
          having("\"locked\":true", settings));
    }

    private static Set<String> having(String member, Map<String, String> settings) {
      return settings.entrySet().stream()
          .filter(setting -> setting.getValue().contains(member))
          .map(Map.Entry::getKey)
          .collect(toUnmodifiableSet());
    }
  }

  @Inject ChannelReader store;

  private final Remembered<Rules> rules =
      new Remembered<>(Rules.of(Map.of()), () -> Rules.of(store.settings()));

  /** Has the next call ask Redis again, because the settings of a channel have changed. */
  public void changed() {
    rules.changed();
  }

  /**
   * Requires that somebody may change something in a channel.
   *
   * @param isModerator whether a moderator does
   * @throws ProblemException status 409 if it is archived, 403 if it is locked for others
   */
  public void refuse(String channel, boolean isModerator) {
    refuse(channel, isModerator, rules.get());
  }

  /**
   * Requires that somebody may post in a channel.
   *
   * @param isModerator whether a moderator does
   * @throws ProblemException status 409 if it is archived, 403 if only moderators post in it
   */
  public void refusePost(String channel, boolean isModerator) {
    var known = rules.get();
    refuse(channel, isModerator, known);
    if (!isModerator && known.announcements().contains(channel)) {
      throw new ProblemException(
          Problem.of(403, "Only moderators post in the channel " + channel + "."));
    }
  }

  private static void refuse(String channel, boolean isModerator, Rules known) {
    if (known.archived().contains(channel)) {
      throw new ProblemException(
          Problem.of(
              409,
              "The channel "
                  + channel
                  + " is archived: nothing can be posted, edited or reacted to in it."));
    }
    if (!isModerator && known.locked().contains(channel)) {
      throw new ProblemException(
          Problem.of(
              403,
              "The channel "
                  + channel
                  + " is locked: only moderators post, edit and react in it."));
    }
  }
}
