package org.messageboard.writing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.messageboard.board.Identity;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;

/** The name under which others see what somebody does. */
@ApplicationScoped
public class CallerName {

  @Inject MessageLimits limits;

  /**
   * The caller's name, or what a guest, who has none, gives as {@code author}.
   *
   * @throws ProblemException status 400 if a guest gives no valid name
   */
  public String of(Identity caller, byte[] body) {
    return caller.name() == null ? of(caller, Fields.of(body)) : caller.name();
  }

  /** The same with further fields, which are checked, too. */
  public String of(Identity caller, Fields fields) {
    var name =
        caller.name() == null ? fields.text("author", limits.author(), false) : caller.name();
    fields.check();
    return name;
  }
}
