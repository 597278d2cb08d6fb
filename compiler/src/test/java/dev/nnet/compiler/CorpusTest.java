package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example compiles, or says plainly what of it is not built yet, and nothing else. */
class CorpusTest {
  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
      return files.sorted().toList();
    }
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      return files
          .filter(f -> f.toString().endsWith(".nnet") && !f.toString().contains("target"))
          .sorted()
          .toList();
    }
  }

  /** Not even a warning. */
  @ParameterizedTest
  @MethodSource("examples")
  void examplesHaveNothingToSay(Path file) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Compiler.elaborate(Source.read(file), diagnostics, StageListener.NONE)).isNotEmpty();
    assertThat(diagnostics.render()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void compilesOrSaysWhatIsMissing(Path file) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    List<ElaboratedNetwork> networks =
        Compiler.elaborate(Source.read(file), diagnostics, StageListener.NONE);
    List<String> codes = diagnostics.all().stream().map(Diagnostic::code).toList();
    assertThat(codes).allMatch("NN901"::equals);
    boolean hasNetwork = Files.readString(file).contains("network ");
    assertThat(networks.isEmpty()).isEqualTo(!codes.isEmpty() || !hasNetwork);
  }
}
