package org.messageboard.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.messageboard.platform.ProblemException;

class AdmissionTest {

  @Test
  void aFullServerRefusesWith503AndGivesPlacesAgain() {
    var admission = new Admission(2, 0);
    admission.enter("a");
    admission.enter("b");
    assertThat(refusal(admission, "c")).isEqualTo(503);
    assertThat(admission.open()).isEqualTo(2);
    admission.leave("a");
    admission.enter("c");
    assertThat(admission.open()).isEqualTo(2);
  }

  @Test
  void oneAddressIsRefusedWith429AndTheOthersAreNot() {
    var admission = new Admission(10, 2);
    admission.enter("a");
    admission.enter("a");
    assertThat(refusal(admission, "a")).isEqualTo(429);
    admission.enter("b");
    admission.leave("a");
    admission.enter("a");
    assertThat(admission.open()).isEqualTo(3);
  }

  @Test
  void theLimitLeavesRoomBelowTheLimitOfFiles() {
    assertThat(Admission.derived(20_000, 636L << 20)).isEqualTo(16_000);
    assertThat(Admission.derived(1_048_576, Long.MAX_VALUE)).isLessThan(1_000_000);
    assertThat(Admission.derived(1_024, 636L << 20)).isEqualTo(16);
  }

  @Test
  void thereIsHeapForAllStreams() {
    assertThat(Admission.derived(1_048_576, 640L << 20)).isEqualTo(16_384);
    assertThat(Admission.derived(1_048_576, 256L << 20)).isEqualTo(4_096);
    assertThat(Admission.derived(1_048_576, 64L << 20)).isEqualTo(16);
  }

  private static int refusal(Admission admission, String address) {
    var refused = catchThrowableOfType(ProblemException.class, () -> admission.enter(address));
    assertThat(refused.problem().retryAfter()).isPositive();
    return refused.problem().status();
  }

  @Test
  void moreConnectionsThanFilesAreWarnedOf() {
    assertThat(Admission.warning(18_000, 1, 20_000)).isNull();
    assertThat(Admission.warning(18_000, 1, 4_096))
        .contains("is 18000 for each port", "may open 4096 files", "Set it to 3840 at most");
    assertThat(Admission.warning(9_000, 2, 20_000)).isNull();
    assertThat(Admission.warning(18_000, 2, 20_000)).contains("Set it to 9872 at most");
  }
}
