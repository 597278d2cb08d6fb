package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerOptionsTest {
  private final Source source = new Source("lenet5.nnet", TestNetworks.LENET5);

  @Test
  void dumpsEveryForm(@TempDir Path dir) throws IOException {
    Path dump = dir.resolve("forms");
    CompilerOptions options = new CompilerOptions(true, dump, false);
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
}
