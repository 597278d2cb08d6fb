package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerOptionsTest {
  private final Source source = new Source("lenet5.nnet", TestNetworks.LENET5);

  @Test
  void dumpsEveryForm(@TempDir Path dir) throws IOException {
    Path dump = dir.resolve("forms");
    CompilerOptions options = new CompilerOptions(true, dump, false, false);
    Compiler.compile(source, new Diagnostics(), StageListener.NONE, options);
    try (var files = Files.list(dump)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains(
              "ast.txt",
              "LeNet5.graph.txt",
              "LeNet5.gradient.training.txt",
              "LeNet5.kernels.inference.txt",
              "LeNet5.memory.training.txt",
              "LeNet5.bytecode.inference-vector.txt");
    }
    assertThat(dump.resolve("LeNet5.kernels.inference.txt"))
        .content()
        .contains("kernel conv2d_1_convolution2d(");
  }

  @Test
  void timesEveryForm() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Compiler.compile(source, new Diagnostics(), new TimeListener(out), CompilerOptions.NONE);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .containsPattern("\\d+\\.\\d ms  ast\\R")
        .containsPattern("\\d+\\.\\d ms  kernels    LeNet5 training\\R");
  }

  @Test
  void everyKernelCanBeAStepOfItsOwn() {
    CompilerOptions separate = new CompilerOptions(true, null, false, true);
    float[] usual = answer(CompilerOptions.NONE);
    assertThat(answer(separate)).isEqualTo(usual);
    assertThat(names(separate)).contains("tanh_1 (lenet5.nnet:7)");
    assertThat(names(CompilerOptions.NONE)).noneMatch(n -> n.startsWith("tanh_1 "));
  }

  private CompiledNetwork lenet5(CompilerOptions options) {
    return Compiler.compile(source, new Diagnostics(), StageListener.NONE, options).get(0);
  }

  private float[] answer(CompilerOptions options) {
    try (Session session = Model.create(lenet5(options).load(), 1).session(2)) {
      Arrays.fill(session.input("image"), 0.5f);
      session.run(2);
      return session.output("logits").clone();
    }
  }

  private List<String> names(CompilerOptions options) {
    Program program = lenet5(options).load().inference(false);
    return IntStream.range(0, program.steps()).mapToObj(program::name).toList();
  }
}
