package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bad program has exactly the messages beside it; {@code -Dnnet.bless=true} rewrites them.
 */
class BadProgramsTest {
  private static final Path FOLDER = Path.of("src/test/resources/bad");
  private static final Pattern CODE = Pattern.compile("\"(NN\\d{3})\"");

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".nnet")).sorted().toList();
    }
  }

  private static String code(Path program) {
    String name = program.getFileName().toString();
    return name.substring(0, name.indexOf('_'));
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
    assertThat(found).contains("[" + code(program) + "]");
  }

  @Test
  void everyCodeOfTheCompilerHasAProgram() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        CODE.matcher(Files.readString(file)).results().forEach(m -> codes.add(m.group(1)));
      }
    }
    Set<String> shown = new TreeSet<>(programs().stream().map(BadProgramsTest::code).toList());
    assertThat(codes).hasSizeGreaterThan(40).isEqualTo(shown);
  }
}
