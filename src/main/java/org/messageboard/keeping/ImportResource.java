package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.messageboard.archive.ArchiveImport;
import org.messageboard.board.BoardEvent;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.log.MessageLog;
import org.messageboard.view.ChannelReader;

/** Putting in what was written elsewhere, or here before. The answer says what became of it. */
@Path("/import")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {

  private static final String ZIP = "application/zip";

  /** Bytes of a zip, which is written to a file first. */
  private static final long LARGEST_ZIP = 2L << 30;

  @Inject Keepers keepers;
  @Inject ArchiveImport archive;
  @Inject ChannelReader channels;
  @Inject MessageLog log;
  @Inject MessageLimits limits;
  @Context ServletContext context;

  /** One at a time, so that people's posts go on beside it. */
  private final Semaphore running = new Semaphore(1);

  private interface Source {
    void run(InputStream in, Importer importer) throws IOException;
  }

  /** What {@code GET /api/export} wrote, or a zip of Slack's. */
  @POST
  @Consumes({"application/x-ndjson", ZIP})
  public Response take(@Context HttpServletRequest request) {
    boolean isZip = request.getContentType().startsWith(ZIP);
    return run(request, isZip ? this::slack : this::lines);
  }

  private void lines(InputStream in, Importer importer) throws IOException {
    new NdjsonImport(in, importer, limits.content()).run();
  }

  private void slack(InputStream in, Importer importer) throws IOException {
    var file = Files.createTempFile("message-board-import", ".zip");
    try {
      try (var out = Files.newOutputStream(file)) {
        copy(in, out);
      }
      SlackImport.run(file, importer, EmojiNames.of(context), limits.content());
    } finally {
      Files.delete(file);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    var buffer = new byte[64 << 10];
    long bytes = 0;
    for (int read; (read = in.read(buffer)) > 0; ) {
      bytes += read;
      if (bytes > LARGEST_ZIP) {
        throw new ProblemException(
            Problem.of(413, "The zip must have at most " + LARGEST_ZIP + " bytes."));
      }
      out.write(buffer, 0, read);
    }
  }

  private Response run(HttpServletRequest request, Source source) {
    var keeper = keepers.of(request);
    var importer =
        new Importer(
            archive, channels::lacksSettings, this::append, keeper, keepers.viewer(keeper));
    if (!running.tryAcquire()) {
      throw new ProblemException(
          Problem.unavailable(
              "Another import is running at this server. Try again later.",
              Duration.ofSeconds(60)));
    }
    try {
      source.run(request.getInputStream(), importer);
      return Response.ok(importer.report().toJson().toString())
          .header("Cache-Control", "no-store")
          .build();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "The body could not be read to its end. What was read is imported: send all of it"
                  + " again."),
          e);
    } finally {
      running.release();
    }
  }

  private CompletableFuture<?> append(BoardEvent event) {
    return log.append(event, "").toCompletableFuture();
  }
}
