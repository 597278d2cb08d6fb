package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nnet fmt} writes what changed and nothing else. */
class FmtTest {
  private static final String GOOD = "block f = relu\n";
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;

  private Path good;
  private Path loose;
  private Path wrong;

  @BeforeEach
  void write() throws IOException {
    good = Files.writeString(folder.resolve("good.nnet"), GOOD);
    loose = Files.writeString(folder.resolve("loose.nnet"), "block  g=relu  // rectify\n\n\n");
    wrong = Files.writeString(folder.resolve("wrong.nnet"), "block  h=\n");
    Files.setLastModifiedTime(good, LONG_AGO);
  }

  @Test
  void changesWhatIsLoose() throws IOException {
    Result result = Result.run("fmt", good, loose);
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo(loose + System.lineSeparator());
    assertThat(loose).hasContent("block g = relu  // rectify");
    assertThat(Files.getLastModifiedTime(good)).isEqualTo(LONG_AGO);
    assertThat(Result.run("fmt", good, loose).out()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void checkChangesNothing() throws IOException {
    String before = Files.readString(loose);
    Result result = Result.run("fmt", "--check", good, loose);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEqualTo(loose + System.lineSeparator());
    assertThat(Files.readString(loose)).isEqualTo(before);
    assertThat(Result.run("fmt", "--check", good).code()).isZero();
  }

  @Test
  void aWrongTextStaysAndTheOthersDoNot() throws IOException {
    Result result = Result.run("fmt", wrong, loose);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).contains("wrong.nnet:1:9: error[NN004]");
    assertThat(Files.readString(wrong)).isEqualTo("block  h=\n");
    assertThat(loose).hasContent("block g = relu  // rectify");
  }

  @Test
  void aFileThatIsNotThereIsTwo() {
    assertThat(Result.run("fmt", folder.resolve("none.nnet")).code()).isEqualTo(2);
  }

  @Test
  void followsLinks() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.nnet"), loose);
    assertThat(Result.run("fmt", link).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(loose).hasContent("block g = relu  // rectify");
  }
}
