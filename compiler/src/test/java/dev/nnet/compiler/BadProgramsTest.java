package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bad program has exactly the messages beside it; {@code -Dnnet.bless=true} rewrites them.
 */
class BadProgramsTest {
  private static final Path FOLDER = Path.of("src/test/resources/bad");

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".nnet")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void saysWhatIsWrong(Path program) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Compiler.elaborate(Source.read(program), diagnostics, StageListener.NONE);
    String found = diagnostics.render();
    String name = program.getFileName().toString();
    Path golden = program.resolveSibling(name.replace(".nnet", ".expected"));
    if (Boolean.getBoolean("nnet.bless")) {
      Files.writeString(golden, found);
    }
    assertThat(found).isEqualTo(Files.readString(golden));
    assertThat(found).contains("[" + name.substring(0, name.indexOf('_')) + "]");
  }
}
