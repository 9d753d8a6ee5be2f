package org.messageboard.traces;

/** A step of a message's way, a span of its trace. It is ended once, by any thread. */
public interface Span {

  /** A step of a message that is not followed. */
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

  /** What the next step is told, as {@code traceparent}; empty when there is nothing to tell. */
  String parent();

  /** The step is done. */
  void end();

  /** The step failed. */
  void fail(Throwable error);
}
