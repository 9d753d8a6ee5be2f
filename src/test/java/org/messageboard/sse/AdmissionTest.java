package org.messageboard.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.http.ProblemException;
import org.messageboard.live.DrainPool;
import org.messageboard.live.Output;

class AdmissionTest {

  private static final long HEAP = 640L << 20;
  private static final long MB = 1L << 20;

  /** What HotSpot sets apart of the heap for copying, with the young generation of jvm.options. */
  private static final long APART = 16 * MB;

  @Test
  void aFullServerRefusesWith503AndGivesPlacesAgain() {
    var admission = new Admission(2, 0, HEAP);
    admission.enter("a", 1);
    admission.enter("b", 1);
    assertThat(refusal(admission, "c")).isEqualTo(503);
    assertThat(admission.open()).isEqualTo(2);
    admission.leave("a", 1);
    admission.enter("c", 1);
    assertThat(admission.open()).isEqualTo(2);
  }

  /** 15,872 streams with TLS would need more than the heap of 640 MB. */
  @Test
  void aStreamThatNeedsMoreHeapTakesTwoPlaces() {
    var admission = new Admission(4, 2, HEAP);
    admission.enter("a", 2);
    assertThat(admission.open()).isOne();
    assertThat(admission.limit()).isEqualTo(3);
    admission.enter("a", 1);
    assertThat(refusal(admission, "a")).as("its third").isEqualTo(429);
    assertThatThrownBy(() -> admission.enter("b", 2)).isInstanceOf(ProblemException.class);
    admission.enter("b", 1);
    assertThat(admission.open()).isEqualTo(admission.limit()).isEqualTo(3);
    admission.leave("a", 2);
    assertThat(admission.open()).isEqualTo(2);
    assertThat(admission.limit()).isEqualTo(4);
  }

  @Test
  void oneAddressIsRefusedWith429AndTheOthersAreNot() {
    var admission = new Admission(10, 2, HEAP);
    admission.enter("a", 1);
    admission.enter("a", 1);
    assertThat(refusal(admission, "a")).isEqualTo(429);
    admission.enter("b", 1);
    admission.leave("a", 1);
    admission.enter("a", 1);
    assertThat(admission.open()).isEqualTo(3);
  }

  @Test
  void theHostsOfAnIpv6NetworkAreOneAddress() {
    var admission = new Admission(10, 1, HEAP);
    admission.enter("2001:db8:0:1::1", 1);
    assertThat(refusal(admission, "2001:db8:0:1::2")).isEqualTo(429);
    admission.enter("2001:db8:0:2::1", 1);
    admission.leave("2001:db8:0:1::1", 1);
    admission.enter("2001:db8:0:1::2", 1);
    assertThat(admission.open()).isEqualTo(2);
  }

  @Test
  void aServerFillsUpStepByStepAndNotWhenSomeComeAndGo() {
    var admission = new Admission(160, 0, HEAP);
    assertThat(admitted(admission, 119)).isZero();
    assertThat(admitted(admission, 1)).as("at three quarters").isOne();
    admission.leave("a", 1);
    assertThat(admitted(admission, 1)).as("one came and went").isZero();
    assertThat(admitted(admission, 20)).as("two steps").isEqualTo(2);
    for (int i = 0; i < 140; i++) {
      admission.leave("a", 1);
    }
    assertThat(admitted(admission, 160)).as("another crowd").isEqualTo(5);
    assertThat(refusal(admission, "a")).isEqualTo(503);
    assertThat(admission.isFilling()).as("full").isTrue();
  }

  /** The last place is not enough for somebody who needs two. */
  @Test
  void aServerThatRefusesIsFull() {
    var admission = new Admission(161, 0, HEAP);
    assertThat(admitted(admission, 160)).isEqualTo(5);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> admission.enter("b", 2)).isInstanceOf(ProblemException.class);
      assertThat(admission.isFilling()).isTrue();
    }
  }

  /** So many come; how often the server was filling up. */
  private static long admitted(Admission admission, int clients) {
    return IntStream.range(0, clients)
        .filter(
            i -> {
              admission.enter("a", 1);
              return admission.isFilling();
            })
        .count();
  }

  @Test
  void theLimitLeavesRoomBelowTheLimitOfFiles() {
    assertThat(Admission.derived(20_000, 640L << 20)).isEqualTo(16_000);
    assertThat(Admission.derived(1_048_576, Long.MAX_VALUE)).isLessThan(1_000_000);
    assertThat(Admission.derived(1_024, 636L << 20)).isEqualTo(16);
  }

  @Test
  void thereIsHeapForAllStreams() {
    assertThat(Admission.derived(1_048_576, 640L << 20)).isEqualTo(16_384);
    assertThat(Admission.derived(1_048_576, 256L << 20)).isEqualTo(4_096);
    assertThat(Admission.derived(1_048_576, 64L << 20)).isEqualTo(16);
  }

  /** What Java says of a heap of 640 MB, by the size of the survivor space at that moment. */
  @ParameterizedTest
  @ValueSource(longs = {624, 628, 634, 638})
  void theLimitIsTheSameWhateverTheCollectorHasSetApart(long heap) {
    assertThat(Admission.derived(1_048_576, heap * MB)).isEqualTo(15_872);
  }

  /** The worst that clients can do: all streams are open, and as many as can hold a thread do. */
  @ParameterizedTest
  @ValueSource(longs = {256, 624, 640, 1024, 2048})
  void thereIsHeapForTheBuffersOfHeldThreadsBesideAllStreams(long heap) {
    int streams = Admission.derived(1_048_576, heap * MB);
    long buffers = (long) Admission.threads(streams, heap * MB) * Output.CAPACITY;
    assertThat(128 * MB + streams * (24L << 10) + buffers).isLessThan(heap * MB);
  }

  @Test
  void asManyThreadsAsThereMayBeFitIntoTheUsualHeap() {
    assertThat(Admission.threads(Admission.derived(1_048_576, 624 * MB), 624 * MB))
        .isEqualTo(DrainPool.MAX_THREADS);
    assertThat(Admission.threads(4_096, 256 * MB)).isEqualTo(384);
    assertThat(Admission.threads(100_000, 256 * MB)).isEqualTo(64);
  }

  @Test
  void moreEventsInMemoryLeaveLessHeap() {
    long all = Runtime.getRuntime().maxMemory();
    assertThat(Admission.maxHeap(1024)).isEqualTo(all);
    assertThat(Admission.maxHeap(33_554_432)).isEqualTo(all);
    assertThat(Admission.maxHeap(64 * MB)).isEqualTo(all - 32 * MB);
  }

  /** What docs/OPERATIONS.md promises of Compose's limit of open files and of jvm.options. */
  @Test
  void theStreamsOfTheOperationsPageAreThose() throws IOException {
    var page = Files.readString(Path.of("docs/OPERATIONS.md"));
    int files = number("nofile: \\S+:-(\\d+)}", Files.readString(Path.of("docker-compose.yml")));
    int heap =
        number("-Xmx(\\d+)m", Files.readString(Path.of("src/main/liberty/config/jvm.options")));
    assertThat(number("\\| none, %s MB \\| ([\\d,]+) \\|".formatted(heap), page))
        .isEqualTo(Admission.derived(files, heap * MB - APART))
        .isEqualTo(Admission.derived(Long.MAX_VALUE, heap * MB - APART));
    assertThat(number("`nofile` of (\\d+)", page)).isEqualTo(files);
    assertThat(number("\\| `-Xmx1g` \\| ([\\d,]+) \\|", page))
        .isEqualTo(Admission.derived(Long.MAX_VALUE, 1024 * MB - APART));
    assertThat(number("\\| `-Xmx2g` \\| ([\\d,]+) \\|", page))
        .isEqualTo(Admission.derived(Long.MAX_VALUE, 2048 * MB - APART));
  }

  private static int number(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Integer.parseInt(found.group(1).replace(",", ""));
  }

  private static int refusal(Admission admission, String address) {
    var refused = catchThrowableOfType(ProblemException.class, () -> admission.enter(address, 1));
    assertThat(refused.problem().retryAfter()).isPositive();
    return refused.problem().status();
  }
}
