package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsPageTest {

  @TempDir Path directory;

  @Test
  void aRunReplacesItsOwnSectionOnly() throws IOException {
    var page = new FaultsPage(directory.resolve("FAULTS.md"));
    page.write("First", "one\n\n### A part\n\nof it\n");
    page.write("Second", "two");
    page.write("First", "three");
    assertThat(Files.readString(page.file()))
        .endsWith("## First\n\nthree\n\n## Second\n\ntwo\n")
        .startsWith("# ");
  }
}
