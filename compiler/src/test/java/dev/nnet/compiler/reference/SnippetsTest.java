package dev.nnet.compiler.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the pages compiles: texts of the language, and the Java around them. */
class SnippetsTest {
  private static final String IMPORTS =
      """
      import dev.nnet.images.*;
      import dev.nnet.runtime.*;
      import dev.nnet.runtime.data.*;
      import dev.nnet.runtime.train.*;
      import java.nio.file.*;
      import java.util.*;
      """;

  @TempDir Path folder;

  static List<Snippet> texts() throws IOException {
    List<Snippet> texts = new ArrayList<>();
    for (Path page : Snippet.pages()) {
      Snippet.of(page).stream().filter(s -> s.language().equals("nnet")).forEach(texts::add);
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyTextCompiles(Snippet snippet) {
    Diagnostics diagnostics = new Diagnostics();
    Source source = new Source("../examples/" + "snippet.nnet", snippet.text());
    Compiler.elaborate(source, diagnostics, StageListener.NONE);
    assertThat(diagnostics.render()).as(snippet.place()).doesNotContain("error[");
  }

  /** Networks of the examples and of the page are there as classes. */
  @Test
  void everyPieceOfJavaCompiles() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString(), "-cp"));
    arguments.add(folder + ":../images/target/classes:" + System.getProperty("java.class.path"));
    Path examples = Path.of("../examples");
    for (String text :
        List.of(
            "lenet5/src/main/nnet/lenet5.nnet",
            "sequences/src/main/nnet/scripture.nnet",
            "tabular/src/main/nnet/penguins.nnet")) {
      add(Files.readString(examples.resolve(text)).replaceFirst("package .*", ""), arguments);
    }
    int number = 0;
    for (Path page : List.of(Path.of("../README.md"), Path.of("../docs/java-api.md"))) {
      for (Snippet s : Snippet.of(page)) {
        if (s.language().equals("java")) {
          String name = "Snippet" + number++;
          String java =
              IMPORTS
                  + "class "
                  + name
                  + " { void run() throws Exception {\n"
                  + s.text()
                  + "\n} }\n";
          arguments.add(Files.writeString(folder.resolve(name + ".java"), java).toString());
        }
      }
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(String[]::new));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(number).isGreaterThan(3);
  }

  private void add(String text, List<String> arguments) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    for (CompiledNetwork network :
        Compiler.compile(new Source("x.nnet", text), diagnostics, StageListener.NONE)) {
      for (Map.Entry<String, byte[]> c : network.classes().entrySet()) {
        Files.write(folder.resolve(c.getKey() + ".class"), c.getValue());
      }
      Path facade = folder.resolve(network.facadePath());
      arguments.add(Files.writeString(facade, network.facade()).toString());
    }
    diagnostics.throwIfErrors();
  }
}
