package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageboard.socket.ClientFrames.bytes;
import static org.messageboard.socket.ClientFrames.frame;
import static org.messageboard.socket.ClientFrames.joined;
import static org.messageboard.socket.ClientFrames.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static final int MOST = 70_000;

  private final List<String> received = new ArrayList<>();
  private final FrameReader reader = new FrameReader(receiver(received), MOST);

  private static FrameReader.Receiver receiver(List<String> received) {
    return new FrameReader.Receiver() {
      @Override
      public void text(byte[] message) {
        received.add("text " + new String(message, UTF_8));
      }

      @Override
      public void ping(byte[] payload) {
        received.add("ping " + new String(payload, UTF_8));
      }

      @Override
      public void close(int code) {
        received.add("close " + code);
      }
    };
  }

  private void read(byte[]... frames) throws ProtocolException {
    var all = joined(frames);
    reader.read(all, all.length);
  }

  private void assertRefused(int code, byte[]... frames) {
    assertThatThrownBy(() -> read(frames))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(received).isEmpty();
  }

  /** The examples of RFC 6455, section 5.7. */
  @Test
  void theExamplesOfTheStandardAreRead() throws ProtocolException {
    read(HexFormat.of().parseHex("818537fa213d7f9f4d5158"));
    read(HexFormat.of().parseHex("898537fa213d7f9f4d5158"));
    assertThat(received).containsExactly("text Hello", "ping Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, MOST})
  void aMessageOfEveryFormOfLengthIsRead(int length) throws ProtocolException {
    read(text("x".repeat(length)), text("next"));
    assertThat(received).containsExactly("text " + "x".repeat(length), "text next");
  }

  @Test
  void fragmentsAreJoinedAndControlFramesBetweenThemAreNotPartOfThem() throws ProtocolException {
    read(frame(0x01, "on".getBytes(UTF_8)), frame(0x89, "?".getBytes(UTF_8)));
    read(frame(0x00, new byte[0]), frame(0x8A, new byte[0]), frame(0x80, "e".getBytes(UTF_8)));
    assertThat(received).containsExactly("ping ?", "text one");
  }

  @Test
  void aCharacterMayBeSplitBetweenFragments() throws ProtocolException {
    var euro = "€".getBytes(UTF_8);
    read(frame(0x01, Arrays.copyOf(euro, 1)), frame(0x80, Arrays.copyOfRange(euro, 1, 3)));
    assertThat(received).containsExactly("text €");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c0af", "eda080", "f4908080", "e282"})
  void aTextThatIsNotUtf8Is1007(String hex) {
    assertRefused(1007, frame(0x81, HexFormat.of().parseHex(hex)));
  }

  @Test
  void anInvalidTextIsFoundAcrossFragments() {
    assertRefused(1007, frame(0x01, bytes(0xE2, 0x82)), frame(0x80, bytes(0x41)));
  }

  @Test
  void aFrameThatIsNotMaskedIs1002() {
    assertRefused(1002, bytes(0x81, 1, 'a'));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F, 0x80, 0x00})
  void reservedBitsUnknownOpcodesAndLoneContinuationsAre1002(int first) {
    assertRefused(1002, frame(first, bytes('a')));
  }

  @Test
  void aSecondMessageWithinAMessageIs1002() {
    assertRefused(1002, frame(0x01, bytes('a')), text("b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x09, 0x08, 0x0A})
  void aFragmentedControlFrameIs1002(int first) {
    assertRefused(1002, frame(first, new byte[0]));
  }

  @Test
  void aControlFrameOfMoreThan125BytesIs1002() throws ProtocolException {
    read(frame(0x89, new byte[125]));
    received.clear();
    assertRefused(1002, frame(0x89, new byte[126]));
  }

  @Test
  void aLengthThatCouldBeShorterOrIsNegativeIs1002() {
    for (var head : List.of("81fe007d", "81ff000000000000ffff", "81ffffffffffffffffff")) {
      var alone = new FrameReader(receiver(received), MOST);
      var bytes = joined(HexFormat.of().parseHex(head), new byte[4]);
      assertThatThrownBy(() -> alone.read(bytes, bytes.length))
          .isInstanceOfSatisfying(
              ProtocolException.class, e -> assertThat(e.code()).isEqualTo(1002));
    }
  }

  @Test
  void aBinaryMessageIs1003() {
    assertRefused(1003, frame(0x82, bytes('a')));
  }

  @Test
  void aMessageThatIsTooLargeIs1009BeforeItHasCome() {
    var head = Arrays.copyOf(text("x".repeat(MOST + 1)), 14);
    assertRefused(1009, head);
  }

  @Test
  void fragmentsThatAreTooLargeTogetherAre1009() {
    assertRefused(1009, frame(0x01, new byte[MOST]), frame(0x00, bytes('a')));
  }

  @ParameterizedTest
  @CsvSource({"'',1000", "03e8,1000", "03e9e282ac,1001", "0bb8,3000", "1387,4999"})
  void aCloseFrameIsTheLastFrame(String hex, int code) throws ProtocolException {
    read(frame(0x88, HexFormat.of().parseHex(hex)), text("too late"));
    assertThat(received).containsExactly("close " + code);
  }

  @ParameterizedTest
  @CsvSource({
    "03,1002",
    "0000,1002",
    "03e7,1002",
    "03ec,1002",
    "03ed,1002",
    "03ee,1002",
    "03f7,1002",
    "0bb7,1002",
    "1388,1002",
    "03e8ff,1007"
  })
  void aCloseFrameThatMustNotBeIsRefused(String hex, int code) {
    assertRefused(code, frame(0x88, HexFormat.of().parseHex(hex)));
  }

  /** The same frames, however the network splits them. */
  @Test
  void howBytesAreSplitMakesNoDifference() throws ProtocolException {
    var random = new Random(6455);
    for (int round = 0; round < 500; round++) {
      var expected = new ArrayList<String>();
      var all = randomFrames(random, expected);
      var split = new ArrayList<String>();
      var splitReader = new FrameReader(receiver(split), MOST);
      for (int at = 0; at < all.length; ) {
        int to = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 5_000));
        splitReader.read(Arrays.copyOfRange(all, at, to), to - at);
        at = to;
      }
      assertThat(split).isEqualTo(expected);
    }
  }

  private static byte[] randomFrames(Random random, List<String> expected) {
    var frames = new ArrayList<byte[]>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      var text =
          random
              .ints(random.nextInt(300), 0x20, 0x3000)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
      var whole = text.toString().getBytes(UTF_8);
      int cut = random.nextInt(whole.length + 1);
      frames.add(frame(0x01, Arrays.copyOf(whole, cut)));
      if (random.nextBoolean()) {
        frames.add(frame(0x89, bytes('p')));
        expected.add("ping p");
      }
      frames.add(frame(0x80, Arrays.copyOfRange(whole, cut, whole.length)));
      expected.add("text " + text);
    }
    return joined(frames.toArray(byte[][]::new));
  }

  /** Whatever comes, it is read or refused: nothing else is thrown. */
  @Test
  void arbitraryBytesAreReadOrRefused() {
    var random = new Random(13);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      var bytes = new byte[1 + random.nextInt(40)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        bytes[0] = (byte) (0x80 | random.nextInt(16));
      }
      try {
        new FrameReader(receiver(received), MOST).read(bytes, bytes.length);
      } catch (ProtocolException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_999);
  }
}
