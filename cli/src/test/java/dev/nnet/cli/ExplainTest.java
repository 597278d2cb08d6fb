package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
  private static final Path LENET5 = Path.of("../examples/lenet5/src/main/nnet/lenet5.nnet");

  private final PrintStream console = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(console);
  }

  private String explain(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "explain";
    all[1] = LENET5.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    assertThat(Main.run(all)).isZero();
    return printed.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "ast,network LeNet5",
    "graph,conv2d_1",
    "gradient,=== LeNet5 gradient training",
    "optimised,=== LeNet5 optimised inference",
    "kernels,kernel conv2d_1_convolution2d",
    "memory,=== LeNet5 memory inference",
    "bytecode,INVOKEVIRTUAL jdk/incubator/vector/FloatVector.fma"
  })
  void everyFormPrints(String stage, String expected) {
    assertThat(explain("--stage", stage)).contains(expected);
  }

  @Test
  void aLayerAlone() {
    assertThat(explain("--stage", "kernels", "--layer", "dense_2_linear"))
        .contains("kernel dense_2_linear(", "set acc = fma(")
        .doesNotContain("kernel tanh_3", "kernel conv2d_1_convolution2d(");
    assertThat(explain("--stage", "bytecode", "--layer", "tanh_3"))
        // plain code makes rows in methods that kernels share
        .contains("private static tanh_3(", "LeNet5$Inference.rows_", "FloatVector.fma")
        .doesNotContain("private static conv2d_1_convolution2d(");
  }

  @Test
  void anUnknownLayerOrFormIsAMistake() {
    String file = LENET5.toString();
    assertThat(Main.run("explain", file, "--stage", "kernels", "--layer", "no_such")).isEqualTo(2);
    assertThat(Main.run("explain", file, "--stage", "asm")).isEqualTo(2);
    assertThat(Main.run("explain", file, "--stage", "kernels", "--diff")).isEqualTo(2);
  }

  @Test
  void onlyWhatAPassChanged() {
    String whole = explain("--stage", "gradient");
    printed.reset();
    assertThat(explain("--stage", "gradient", "--diff"))
        .contains("\n+")
        .hasSizeLessThan(whole.length());
  }
}
