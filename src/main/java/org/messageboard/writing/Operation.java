package org.messageboard.writing;

import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A write that can be asked for without a request of its own, over a connection that stays open.
 *
 * @param method of the request that does the same, which has the same limits and needs the same
 *     role
 * @param path of that request, below {@code /api}, with any id
 * @param run completes with the same answer; may wait for Redis, and may throw what the request's
 *     method throws
 */
public record Operation(
    String method, String path, Function<Asked, CompletableFuture<Response>> run) {

  /** A resource with such writes. */
  public interface Source {

    /** Them by their names. */
    Map<String, Operation> operations();
  }
}
