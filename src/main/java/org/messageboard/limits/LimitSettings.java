package org.messageboard.limits;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.messageboard.settings.Settings;

/**
 * How often people may do what.
 *
 * @param enabled whether there are any limits
 * @param rates one person's, for each kind
 * @param anonymous how many persons' worth all whom the board does not recognise have at one
 *     address; 0 for no limit
 * @param address how many persons' worth an address has; 0 for no limit
 */
@Dependent
public record LimitSettings(boolean enabled, Map<Kind, Rate> rates, int anonymous, int address) {

  private static final int MILLION = 1_000_000;

  @Inject
  public LimitSettings(Settings settings) {
    this(
        settings.flag("limits.enabled"),
        rates(settings),
        settings.whole("limits.anonymous.persons", 0, MILLION),
        settings.whole("limits.address.persons", 0, MILLION));
  }

  private static Map<Kind, Rate> rates(Settings settings) {
    var rates = new EnumMap<Kind, Rate>(Kind.class);
    for (var kind : Stream.of(Kind.values()).filter(Kind::isPersonal).toList()) {
      var prefix = "limits." + kind.label();
      int perMinute = settings.whole(prefix + ".per-minute", 1, MILLION);
      rates.put(kind, new Rate(perMinute, settings.whole(prefix + ".burst", 1, MILLION)));
    }
    return rates;
  }

  /**
   * What a request takes from.
   *
   * @param subject null for somebody whom the board does not recognise
   */
  List<Bucket> buckets(Kind kind, String subject, String from) {
    var rate = rates.get(kind.settings());
    var buckets = new ArrayList<Bucket>(2);
    if (kind.isPersonal() && subject != null) {
      buckets.add(Bucket.ofPerson(kind, subject, rate));
    } else if (kind.isPersonal() && anonymous > 0) {
      buckets.add(Bucket.ofAnonymous(kind, from, rate.times(anonymous)));
    }
    if (address > 0) {
      buckets.add(Bucket.ofAddress(kind, from, rate.times(address)));
    }
    return buckets;
  }
}
