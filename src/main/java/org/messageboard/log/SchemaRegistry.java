package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** A schema registry with Confluent's REST API, which Apicurio's has too ({@code ccompat}). */
final class SchemaRegistry {

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(Redirect.NORMAL).build();

  private final URI address;
  private final String login;

  /**
   * @param address ends with a slash; may have a user and a password
   */
  SchemaRegistry(URI address) {
    this.address = address;
    var user = address.getUserInfo();
    login = user == null ? null : Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
  }

  /**
   * The id of a schema, which is registered if it was not.
   *
   * @throws IOException if the registry is away or refuses it; try again
   */
  int id(String subject, String schema) throws IOException, InterruptedException {
    var body = Json.createObjectBuilder().add("schema", schema).build().toString();
    var known = send(request("subjects/" + subject).POST(BodyPublishers.ofString(body)));
    var answer =
        known.statusCode() == NOT_FOUND
            ? send(request("subjects/" + subject + "/versions").POST(BodyPublishers.ofString(body)))
            : known;
    return json(answer).getInt("id");
  }

  /**
   * The Avro schema of this id; empty if there is none.
   *
   * @throws IOException if the registry is away; try again
   */
  Optional<String> schema(int id) throws IOException, InterruptedException {
    var answer = send(request("schemas/ids/" + id));
    return answer.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(json(answer))
            .filter(found -> found.getString("schemaType", "AVRO").equals("AVRO"))
            .map(found -> found.getString("schema", ""));
  }

  private HttpRequest.Builder request(String path) {
    var base = URI.create(address.toString().replaceFirst("//[^@/]*@", "//"));
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(LIMIT)
            .header("Accept", MEDIA_TYPE + ", application/json")
            .header("Content-Type", MEDIA_TYPE);
    return login == null ? request : request.header("Authorization", "Basic " + login);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException(
          "the schema registry answered " + answer.statusCode() + ": " + line(answer.body()));
    }
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new IOException("the schema registry's answer is not JSON", e);
    }
  }

  private static String line(String text) {
    var line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
