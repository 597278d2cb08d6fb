package dev.nnet.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that fails leaves the directory as it was. */
class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void replacesTheOldContent() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "a longer old content");
    AtomicFile.write(target, out -> out.write("new".getBytes()));
    assertThat(target).hasContent("new");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void sweepsWhatAKillLeftOfThisFileOnly() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Files.writeString(directory.resolve(".target.1f.tmp"), "half");
    Files.writeString(directory.resolve(".other.1f.tmp"), "half");
    AtomicFile.sweep(target);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("target", ".other.1f.tmp");
    AtomicFile.sweep(directory.resolve("none/target"));
  }

  @Test
  void keepsTheOldContentUntilTheNewOneIsComplete() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    AtomicFile.write(
        target,
        out -> {
          out.write(new byte[1 << 20]);
          assertThat(target).hasContent("old");
        });
    assertThat(target).hasSize(1 << 20);
  }

  @Test
  void leavesTargetAndDirectoryAloneWhenTheWriteFails() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    for (Throwable failure :
        new Throwable[] {
          new IOException("disk full"),
          new IllegalStateException("bug"),
          new StackOverflowError("deep")
        }) {
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      target,
                      out -> {
                        out.write(new byte[1 << 20]);
                        raise(failure);
                      }))
          .isSameAs(failure);
      assertThat(target).hasContent("old");
      assertThat(directory.toFile().list()).containsExactly("target");
    }
  }

  private static void raise(Throwable failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void leavesNothingBehindWhenTheTargetCannotBeReplaced() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Files.writeString(target.resolve("inside"), "x");
    assertThatThrownBy(() -> AtomicFile.write(target, out -> out.write(1)))
        .isInstanceOf(IOException.class);
    assertThat(directory.toFile().list()).containsExactly("target");
  }

  @Test
  void failsWhereThereIsNoDirectory() {
    Path target = directory.resolve("none").resolve("target");
    assertThatThrownBy(() -> AtomicFile.write(target, out -> out.write(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("none").toString());
  }
}
