package org.messageboard.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.messageboard.http.Problem.FieldError;

/** An error response, for its description in OpenAPI. */
@Schema(name = "Problem", description = "What went wrong (RFC 9457)")
public record ProblemShape(
    @Schema(examples = "about:blank") String type,
    @Schema(examples = "Bad Request") String title,
    @Schema(examples = "400") int status,
    @Schema(examples = "author is missing.") String detail,
    @Schema(description = "The invalid fields") List<FieldError> errors) {}
