package dev.nnet.compiler.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is written of layers, ops and messages is what there is; {@code -Dnnet.bless=true} writes it
 * anew.
 */
class ReferenceTest {
  private static final Path DOCS = Path.of("../docs");

  private static void same(String page, String expected) throws IOException {
    Path file = DOCS.resolve(page);
    if (Boolean.getBoolean("nnet.bless")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).as("run it with -Dnnet.bless=true").isEqualTo(expected);
  }

  @Test
  void layersAreThoseOfTheLibrary() throws IOException {
    same("layers.md", Reference.write());
  }

  @Test
  void messagesAreThoseOfTheBadPrograms() throws IOException {
    same("errors.md", Messages.write());
  }
}
