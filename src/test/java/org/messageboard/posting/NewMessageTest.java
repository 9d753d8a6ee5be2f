package org.messageboard.posting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import java.nio.charset.Charset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Message;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;

class NewMessageTest {

  private static final MessageLimits LIMITS = new MessageLimits(5, 20, 1000);

  @Test
  void aMessageWithoutChannelGoesToTheDefaultOne() {
    assertThat(read("{'author':'Ada','content':'Hello'}"))
        .isEqualTo(new NewMessage("Ada", "Hello", null, null));
    assertThat(read("{'author':'Ada','content':'Hello','channel':null}").accept("x", null, false))
        .extracting(Message::channel)
        .isEqualTo("general");
  }

  @Test
  void aReplyGoesToTheThreadAndTheChannelOfTheMessageItRepliesTo() {
    var id = "0B8F9A52-7d0e-4c6e-9d1a-5f2f3c1f7a10";
    var reply = read("{'author':'Ada','content':'Hello @Bob','replyTo':'" + id + "'}");
    assertThat(reply.replyTo()).isEqualTo(id.toLowerCase(Locale.ROOT));
    var message = reply.in("root", "news").accept("x", "ada", false);
    assertThat(message.replyTo()).isEqualTo("root");
    assertThat(message.channel()).isEqualTo("news");
    assertThat(message.mentions()).containsExactly("Bob");
    assertThat(problem("{'author':'Ada','content':'Hello','replyTo':'x'}").detail())
        .isEqualTo("replyTo must be the id of a message.");
  }

  @Test
  void unknownMembersAreIgnored() {
    assertThat(read("{'author':'Ada','content':'Hello','mood':{'good':[1]}}").author())
        .isEqualTo("Ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\t",
        "\u2028",
        "\ud83d\ude00",
        "data: x",
        "<b>&amp;</b>",
        "\u05d0\u05d1",
        "\\",
        "\"",
        "\ufeff"
      })
  void textStaysAsItIs(String text) {
    var content = "a" + text + "b";
    var body = Json.createObjectBuilder().add("author", "Ada").add("content", content).build();
    var message = NewMessage.read(body.toString().getBytes(UTF_8), null, LIMITS);
    assertThat(message.content()).isEqualTo(content);
  }

  @Test
  void lengthIsCountedInCodePoints() {
    var full = "\ud83d\ude00".repeat(20);
    assertThat(read("{'author':'Ada','content':'" + full + "'}").content()).isEqualTo(full);
    assertThat(problem("{'author':'Ada','content':'" + full + "x'}").detail())
        .isEqualTo("content must have at most 20 characters; it has 21.");
  }

  @Test
  void everyWrongFieldIsNamed() {
    var problem = problem("{'author':' ','content':7,'channel':'No!'}");
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.errors())
        .containsExactly(
            new FieldError("author", "author must not be blank."),
            new FieldError("content", "content must be a text."),
            new FieldError("channel", ChannelName.RULE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'content':'x'}                                | author is missing.
          {'author':null,'content':'x'}                  | author is missing.
          {'author':'','content':'x'}                    | author must not be blank.
          {'author':'\\u200b\\u00a0','content':'x'}      | author must not be blank.
          {'author':'\\u3164\\u2800','content':'x'}      | author must not be blank.
          {'author':'Ada','content':'\\ufe0f\\u115f'}    | content must not be blank.
          {'author':'Ada123','content':'x'}              | author must have at most 5 characters; it has 6.
          {'author':'A\\nd','content':'x'}               | author must not have control characters.
          {'author':['A'],'content':'x'}                 | author must be a text.
          {'author':'Ada','content':'x\\u0000'}          | content must not have control characters other than line breaks and tabs.
          {'author':'Ada','content':'x\\u001b[31m'}      | content must not have control characters other than line breaks and tabs.
          {'author':'Ada','content':'x\\ud800'}          | content must be valid Unicode; it has half of a surrogate pair.
          {'author':'Ada','content':'x','channel':''}    | channel must be 1 to 40 lower-case letters, digits or hyphens, and not begin with a hyphen.
          {'author':'Ada','content':'x','channel':'-a'}  | channel must be 1 to 40 lower-case letters, digits or hyphens, and not begin with a hyphen.
          {'author':'Ada','content':'x','channel':1}     | channel must be 1 to 40 lower-case letters, digits or hyphens, and not begin with a hyphen.
          """)
  void aWrongFieldGetsASentence(String body, String sentence) {
    assertThat(problem(body).detail()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "null",
        "{'author':'Ada','content':'x'",
        "{'author':'Ada','content':'x'}}",
        "{'author':'Ada','content':'x'} {}",
        "{'author':'Ada','author':'Bob','content':'x'}",
        "{author:'Ada'}",
        "{'author':'Ada','content':'line\nbreak'}"
      })
  void whatIsNotOneObjectIsRefused(String body) {
    assertThat(problem(body).status()).isEqualTo(400);
    assertThat(problem(body).detail()).startsWith("The body must be");
  }

  @Test
  void deepNestingIsRefused() {
    var deep = "{'a':" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(problem(deep).status()).isEqualTo(400);
  }

  @Test
  void invalidUtf8IsRefused() {
    var body = "{\"author\":\"Ada\",\"content\":\"\u00e9\"}".getBytes(ISO_8859_1);
    var refused =
        catchThrowableOfType(ProblemException.class, () -> NewMessage.read(body, null, LIMITS));
    assertThat(refused.problem().detail()).isEqualTo("The body must be valid UTF-8.");
  }

  @Test
  void aByteOrderMarkIsIgnored() {
    assertThat(read("\ufeff{'author':'Ada','content':'\ufeffx'}").content()).isEqualTo("\ufeffx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "X-UTF-32LE-BOM"})
  void anotherUnicodeEncodingIsNamed(String encoding) {
    var body = "{\"author\":\"Ada\",\"content\":\"x\"}".getBytes(Charset.forName(encoding));
    var refused =
        catchThrowableOfType(ProblemException.class, () -> NewMessage.read(body, null, LIMITS));
    assertThat(refused.problem().detail())
        .isEqualTo("The body must be UTF-8, not UTF-16 or UTF-32.");
  }

  private static NewMessage read(String body) {
    return NewMessage.read(body.replace('\'', '"').getBytes(UTF_8), null, LIMITS);
  }

  private static Problem problem(String body) {
    return catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
  }
}
