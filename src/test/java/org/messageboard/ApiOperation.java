package org.messageboard;

import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An operation of the API.
 *
 * @param address method and path
 * @param parameters location and name of each, such as {@code query limit}
 * @param consumes media types of the request's body
 * @param produces media types of a successful response
 */
record ApiOperation(
    String address, Set<String> parameters, Set<String> consumes, Set<String> produces) {

  /** The operations in an OpenAPI document. */
  static List<ApiOperation> described(JsonObject document) {
    return document.getJsonObject("paths").entrySet().stream()
        .flatMap(
            path ->
                path.getValue().asJsonObject().entrySet().stream()
                    .map(e -> described(e.getKey(), path.getKey(), e.getValue().asJsonObject())))
        .toList();
  }

  private static ApiOperation described(String method, String path, JsonObject operation) {
    var responses = operation.getJsonObject("responses");
    var success =
        responses.keySet().stream().filter(status -> status.matches("[123].*")).findFirst();
    return new ApiOperation(
        method.toUpperCase(Locale.ROOT) + " " + path,
        operation.getOrDefault("parameters", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
            .map(JsonValue::asJsonObject)
            .map(parameter -> parameter.getString("in") + " " + parameter.getString("name"))
            .collect(toSet()),
        mediaTypes(operation.get("requestBody")),
        mediaTypes(responses.get(success.orElseThrow())));
  }

  /** Media types of a request body or a response; empty without content. */
  static Set<String> mediaTypes(JsonValue body) {
    var content = body == null ? null : body.asJsonObject().getJsonObject("content");
    return content == null ? Set.of() : content.keySet();
  }

  /** The operations of the board's resources. */
  static List<ApiOperation> coded() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.messageboard")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .flatMap(type -> Stream.of(type.reflect().getDeclaredMethods()))
            .flatMap(ApiOperation::coded)
            .toList();
  }

  private static Stream<ApiOperation> coded(Method method) {
    return Stream.of(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .map(HttpMethod::value)
        .map(
            verb ->
                new ApiOperation(
                    verb + " " + path(method),
                    parameters(method),
                    mediaTypes(method, Consumes.class, Consumes::value),
                    mediaTypes(method, Produces.class, Produces::value)));
  }

  private static String path(Method method) {
    var own = method.getAnnotation(Path.class);
    var path =
        BoardApplication.class.getAnnotation(ApplicationPath.class).value()
            + method.getDeclaringClass().getAnnotation(Path.class).value();
    return own == null ? path : (path + "/" + own.value()).replace("//", "/");
  }

  private static Set<String> parameters(Method method) {
    return Stream.of(method.getParameterAnnotations())
        .flatMap(Stream::of)
        .map(ApiOperation::parameter)
        .filter(Objects::nonNull)
        .collect(toSet());
  }

  private static String parameter(Annotation annotation) {
    if (annotation instanceof QueryParam query) {
      return "query " + query.value();
    }
    if (annotation instanceof HeaderParam header) {
      return "header " + header.value();
    }
    return annotation instanceof PathParam path ? "path " + path.value() : null;
  }

  /** The method's own media types, or else those of its class. */
  private static <A extends Annotation> Set<String> mediaTypes(
      Method method, Class<A> kind, Function<A, String[]> value) {
    return Stream.<AnnotatedElement>of(method, method.getDeclaringClass())
        .map(element -> element.getAnnotation(kind))
        .filter(Objects::nonNull)
        .findFirst()
        .map(annotation -> Set.of(value.apply(annotation)))
        .orElse(Set.of());
  }
}
