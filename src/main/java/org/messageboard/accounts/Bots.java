package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.Webhooks;

/**
 * Recognises bots by the tokens of their webhooks. What such a request may do is only to post, so
 * neither cookies nor an origin count.
 */
@ApplicationScoped
class Bots {

  private static final String PREFIX = "/webhooks/";

  @Inject Webhooks webhooks;

  /** Whether the request is one of a bot. */
  static boolean isOne(HttpServletRequest request) {
    var path = String.valueOf(request.getPathInfo());
    return Access.isApi(request)
        && request.getMethod().equals("POST")
        && path.startsWith(PREFIX)
        && path.indexOf('/', PREFIX.length()) < 0;
  }

  /**
   * Identifies the bot, and answers a request that is refused: whoever does not know the token does
   * not learn whether there is such a webhook.
   *
   * @param token the one in the request
   * @return whether the request goes on
   */
  boolean admits(Optional<String> token, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      var id = request.getPathInfo().substring(PREFIX.length());
      var webhook = token.flatMap(sent -> webhooks.find(id).filter(hook -> hook.accepts(sent)));
      webhook.ifPresent(found -> Caller.set(request, found));
      return webhook.isPresent() || refuse(token.isPresent(), response);
    } catch (ProblemException e) {
      e.problem().send(response);
      return false;
    }
  }

  private static boolean refuse(boolean hasToken, HttpServletResponse response) throws IOException {
    response.setHeader("WWW-Authenticate", hasToken ? "Bearer error=\"invalid_token\"" : "Bearer");
    var sentence =
        hasToken
            ? "The token in Authorization is not that of this webhook, or it was revoked."
            : "Send the webhook's token: Authorization: Bearer <token>.";
    Problem.of(401, sentence).send(response);
    return false;
  }
}
