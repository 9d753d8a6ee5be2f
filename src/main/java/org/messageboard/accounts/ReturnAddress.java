package org.messageboard.accounts;

import java.util.regex.Pattern;

/**
 * Where a browser goes after a sign-in: a fragment of the page, or the file that closes its own
 * window. It is never anything else, so nobody can be sent to another site.
 *
 * @param text {@code close}, or a fragment with its {@code #}; empty for the page itself
 */
record ReturnAddress(String text) {

  private static final String CLOSE = "close";

  /** Of an address within the page; percent-encoded as in a URI (RFC 3986, section 3.5). */
  private static final Pattern FRAGMENT =
      Pattern.compile("#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}){0,400}");

  /** The page itself, for anything that is no address within it. */
  static ReturnAddress of(String wanted) {
    boolean known = wanted != null && (wanted.equals(CLOSE) || FRAGMENT.matcher(wanted).matches());
    return new ReturnAddress(known ? wanted : "");
  }

  /**
   * The address to go to.
   *
   * @param base the board's own, with a slash at its end
   * @param failure why nobody has signed in, in a word; null if somebody has
   */
  String in(String base, String failure) {
    var query = failure == null ? "" : "?sign-in=" + failure;
    return text.equals(CLOSE) ? base + "signed-in.html" + query : base + query + text;
  }

  /** The same without closing a window, which is for whoever has signed in. */
  ReturnAddress toPage() {
    return text.equals(CLOSE) ? new ReturnAddress("") : this;
  }

  @Override
  public String toString() {
    return text;
  }
}
