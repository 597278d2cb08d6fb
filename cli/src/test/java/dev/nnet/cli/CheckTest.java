package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private Result check(String text, Object... options) throws IOException {
    Path file = Files.writeString(folder.resolve("n.nnet"), text);
    List<Object> arguments = new ArrayList<>(List.of("check", file));
    arguments.addAll(List.of(options));
    return Result.run(arguments.toArray());
  }

  @Test
  void warningsArePrintedButDoNotFail() throws IOException {
    Result result = check(GOOD);
    assertThat(result.code()).isZero();
    assertThat(result.errors())
        .contains("n.nnet:1:11: warning[NN501]: parameter 'n' is never used");
  }

  @Test
  void errorsFail() throws IOException {
    Result result = check(GOOD.replace("relu", "rely"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).contains("n.nnet:4:14: error[NN102]");
  }

  @Test
  void warningsFailWhereTheyAreErrors() throws IOException {
    Result result = check(GOOD, "-Werror");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).contains("warning[NN501]");
    assertThat(check(GOOD.replace("(n = 3)", ""), "-Werror").code()).isZero();
  }

  @Test
  void otherCommandsKnowTheSameOptions() throws IOException {
    Path file = Files.writeString(folder.resolve("n.nnet"), GOOD);
    assertThat(Result.run("summary", file).code()).isZero();
    Result strict = Result.run("summary", file, "-Werror", "--format=json");
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.out()).startsWith("[{\"severity\": \"warning\"").endsWith("}]\n");
  }

  @Test
  void toolsReadJson() throws IOException {
    Result result = check(GOOD.replace("x -> relu", "dense(x)\n    z = zzz + x"), "--format=json");
    String file = folder.resolve("n.nnet").toString();
    assertThat(result.out())
        .isEqualTo(
            """
            [{"severity": "error", "code": "NN103", "file": "%s", "line": 4, "column": 9, \
            "endLine": 4, "endColumn": 17, "message": "dense needs 'units', for example \
            dense(x, units=64)", "notes": [], "hint": null},
             {"severity": "error", "code": "NN105", "file": "%s", "line": 5, "column": 9, \
            "endLine": 5, "endColumn": 12, "message": "unknown name 'zzz'", "notes": [], \
            "hint": null}]
            """
                .formatted(file, file));
    assertThat(check(GOOD.replace("(n = 3)", ""), "--format=JSON").out()).isEqualTo("[]\n");
  }

  @Test
  void wrongUseIsTwo() throws IOException {
    Path binary = Files.write(folder.resolve("b.nnet"), new byte[] {(byte) 0xC3, 0x28});
    assertThat(Result.run("check", binary).code()).isEqualTo(2);
    Result missing = Result.run("check", folder.resolve("none.nnet"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.errors()).contains("no such file");
    assertThat(Result.run("check").code()).isEqualTo(2);
    assertThat(Result.run("check", missing, "--format=xml").code()).isEqualTo(2);
  }
}
