package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nnet check} prints what there is to say; its exit code is 0, 1 or 2. */
class CheckTest {
  private static final String GOOD =
      """
      network N(n = 3) {
          input x: f32[B, 3]
          output y: f32[B, 3]
          y = x -> relu
      }
      """;

  @TempDir Path folder;

  private record Result(int code, String errors) {}

  private Result check(byte[] text) throws IOException {
    Path file = folder.resolve("n.nnet");
    Files.write(file, text);
    return run("check", file.toString());
  }

  private static Result run(String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      return new Result(Main.run(arguments), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void warningsArePrintedButDoNotFail() throws IOException {
    Result result = check(GOOD.getBytes(StandardCharsets.UTF_8));
    assertThat(result.code()).isZero();
    assertThat(result.errors())
        .contains("n.nnet:1:11: warning[NN501]: parameter 'n' is never used");
  }

  @Test
  void errorsFail() throws IOException {
    Result result = check(GOOD.replace("relu", "rely").getBytes(StandardCharsets.UTF_8));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).contains("n.nnet:4:14: error[NN102]");
  }

  @Test
  void wrongUseIsTwo() throws IOException {
    assertThat(check(new byte[] {(byte) 0xC3, 0x28}).code()).isEqualTo(2);
    Result missing = run("check", folder.resolve("none.nnet").toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.errors()).contains("no such file");
    assertThat(run("check").code()).isEqualTo(2);
  }
}
