package org.messageboard.view;

import java.util.Set;
import java.util.TreeSet;
import org.messageboard.board.Identity;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;

/** Finds subjects in the names of keys. */
public final class Subjects {

  private static final int PAGE = 1_000;

  private Subjects() {}

  /**
   * The subjects of a person, from which the person follows; walks through all keys.
   *
   * @param prefix of keys that end with a subject
   */
  public static Set<String> of(String person, UnifiedJedis redis, String prefix) {
    var found = new TreeSet<String>();
    var wanted = new ScanParams().match(prefix + "*").count(PAGE);
    var page = ScanParams.SCAN_POINTER_START;
    do {
      var scanned = redis.scan(page, wanted);
      scanned.getResult().stream()
          .map(key -> key.substring(prefix.length()))
          .filter(subject -> Identity.person(subject).equals(person))
          .forEach(found::add);
      page = scanned.getCursor();
    } while (!page.equals(ScanParams.SCAN_POINTER_START));
    return found;
  }
}
