package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityTest {

  private final Availability availability = new Availability();

  @Test
  void anArchiveIsAwayUntilItIsOpen() {
    assertThat(new Availability().outage()).contains("The archive is not open yet.");
  }

  @BeforeEach
  void open() {
    availability.answers();
    assertThat(availability.outage()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "57P03"})
  void aLostConnectionIsAnOutage(String state) {
    availability.fails(new SQLException("lost", state));
    assertThat(availability.outage()).contains("lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P01", "42703"})
  void lostTablesAreAnOutage(String state) {
    var lost = new SQLException("no such table", state);
    availability.fails(lost);
    assertThat(availability.outage()).contains("no such table");
    assertThat(Availability.isWithoutTables(lost)).isTrue();
  }

  /** A timeout, a violated constraint. */
  @ParameterizedTest
  @ValueSource(strings = {"57014", "23505", ""})
  void aFailedStatementIsNone(String state) {
    availability.fails(new SQLException("failed", state.isEmpty() ? null : state));
    assertThat(availability.outage()).isEmpty();
  }

  @Test
  void withoutAConnectionThereIsAnOutageWhateverTheState() {
    availability.isAway(new SQLException("refused"));
    assertThat(availability.outage()).contains("refused");
  }
}
