package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.messageboard.archive.ArchiveExport;
import org.messageboard.archive.ExportCursor;
import org.messageboard.board.Viewer;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ChannelReader;

/** Everything that was ever written, as a stream of lines. */
@Path("/export")
@ApplicationScoped
@Produces({"application/x-ndjson", "text/markdown"})
public class ExportResource {

  /** Each has a thread until its client has read all of it. */
  private static final int MOST = 2;

  @Inject Keepers keepers;
  @Inject ArchiveExport archive;

  private final Semaphore running = new Semaphore(MOST);

  /**
   * @param viewer who may see it
   * @param after where a former one has ended, or null
   */
  private record Asked(Viewer viewer, List<String> channels, ExportCursor after) {}

  @GET
  public Response export(
      @QueryParam("channel") String channel,
      @QueryParam("format") String format,
      @QueryParam("after") String after,
      @Context HttpServletRequest request) {
    var viewer = keepers.viewer(keepers.of(request));
    var made = ExportFormat.of(format);
    var asked = asked(viewer, channel, after == null ? null : cursor(after));
    if (!running.tryAcquire()) {
      throw new ProblemException(
          Problem.unavailable(
              "Other exports are running at this server. Try again later.",
              Duration.ofSeconds(60)));
    }
    StreamingOutput body = out -> write(asked, made, out);
    return Response.ok(body, made.mediaType())
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"" + made.fileName() + "\"")
        .build();
  }

  private Asked asked(Viewer viewer, String channel, ExportCursor after) {
    if (channel != null && !viewer.maySee(channel)) {
      throw ChannelReader.unknown();
    }
    var channels = archive.channels(viewer, channel, after);
    if (channel != null && channels.isEmpty()) {
      throw ChannelReader.unknown();
    }
    return new Asked(viewer, channels, after);
  }

  private static ExportCursor cursor(String text) {
    return ExportCursor.parse(text)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        400,
                        List.of(new FieldError("after", "after must be the cursor of a line.")))));
  }

  /**
   * An answer that has begun cannot become a problem any more, so its last line says how it ends.
   */
  private void write(Asked asked, ExportFormat format, OutputStream out) throws IOException {
    var lines = format.lines(out);
    try {
      archive.write(asked.viewer(), asked.channels(), asked.after(), lines);
      lines.end(null);
    } catch (ProblemException e) {
      lines.end(e.problem().detail());
    } finally {
      running.release();
    }
  }
}
