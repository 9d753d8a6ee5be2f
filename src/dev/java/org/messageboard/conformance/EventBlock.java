package org.messageboard.conformance;

/**
 * What stands between two empty lines of a stream.
 *
 * @param id null for none
 * @param type {@code message} if it has none
 * @param data null for none
 * @param hasComment whether it has a comment
 */
record EventBlock(String id, String type, String data, boolean hasComment) {

  static final EventBlock EMPTY = new EventBlock(null, "message", null, false);

  /** With one more line. */
  EventBlock with(String line) {
    var value = line.replaceFirst("^[a-z]*: ?", "");
    if (line.startsWith("id:")) {
      return new EventBlock(value, type, data, hasComment);
    }
    if (line.startsWith("event:")) {
      return new EventBlock(id, value, data, hasComment);
    }
    if (line.startsWith("data:")) {
      return new EventBlock(id, type, data == null ? value : data + "\n" + value, hasComment);
    }
    return new EventBlock(id, type, data, hasComment || line.startsWith(":"));
  }
}
