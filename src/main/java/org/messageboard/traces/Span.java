package org.messageboard.traces;

/** A span in a message's trace. Any thread ends it, once. */
public interface Span {

  /** The span of a message that is not traced. */
  Span NONE =
      new Span() {
        @Override
        public String parent() {
          return "";
        }

        @Override
        public void end() {}

        @Override
        public void fail(Throwable error) {}
      };

  /** The {@code traceparent} for the next span; empty if the message is not traced. */
  String parent();

  void end();

  /** Ends the span with an error. */
  void fail(Throwable error);
}
