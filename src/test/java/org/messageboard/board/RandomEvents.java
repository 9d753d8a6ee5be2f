package org.messageboard.board;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Events like given ones, with other values of the same form. */
public final class RandomEvents {

  /** The components that may be any text. */
  private static final Set<String> TEXTS =
      Set.of("author", "content", "reason", "name", "by", "topic", "title");

  private static final Set<String> WORDS = Set.of(Deleted.OWNER, Deleted.MODERATOR);

  private static final int[] CHARACTERS =
      " \n\t\"\\/'{}[],:\u0001\u00a0\u00e9\u0301\u200b\u2028\u4e16\ud83d\udc4d\ud83c\udffd<>&%"
          .codePoints()
          .toArray();

  private final Random random;

  public RandomEvents(long seed) {
    random = new Random(seed);
  }

  /** At least one event of every type that this version writes. */
  public static Stream<BoardEvent> samples() {
    return EventJsonTest.events();
  }

  /** An event of the same type that has what this one has. */
  public BoardEvent like(BoardEvent sample) {
    return (BoardEvent) vary("", sample);
  }

  private Object vary(String name, Object sample) {
    if (sample instanceof Record record) {
      return vary(record);
    }
    if (sample instanceof List<?> list && !list.isEmpty()) {
      return Stream.generate(() -> vary("", list.get(random.nextInt(list.size()))))
          .limit(1 + random.nextInt(5))
          .toList();
    }
    if (sample instanceof Integer) {
      return 2 + random.nextInt(100_000);
    }
    return sample instanceof String text ? vary(name, text) : sample;
  }

  private String vary(String name, String sample) {
    if (sample.equals(MessageJson.idOf(sample))) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    return TEXTS.contains(name) && !WORDS.contains(sample) ? text() : sample;
  }

  private Object vary(Record sample) {
    try {
      var components = sample.getClass().getRecordComponents();
      var values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        var accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        values[i] = vary(components[i].getName(), accessor.invoke(sample));
      }
      var types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = sample.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Not blank. */
  private String text() {
    var text = new StringBuilder("x");
    for (int length = random.nextInt(40); length > 0; length--) {
      text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }
}
