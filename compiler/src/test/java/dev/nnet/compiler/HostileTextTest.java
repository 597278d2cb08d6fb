package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that no person writes end in a message, with its caret in the right place. */
class HostileTextTest {
  private static final int MANY = 10_000;

  private static String check(String text) {
    Diagnostics diagnostics = new Diagnostics();
    Compiler.elaborate(new Source("t.nnet", text), diagnostics, StageListener.NONE);
    return diagnostics.render();
  }

  private static String network(String statements) {
    return "network N {\n  input x: f32[B, 3]\n  output y: f32[B, 3]\n" + statements + "\n}\n";
  }

  static Stream<Map.Entry<String, String>> deep() {
    return Stream.of(
        Map.entry("parentheses", network("y = " + "(".repeat(MANY) + "x" + ")".repeat(MANY))),
        Map.entry("open parentheses", network("y = " + "(".repeat(MANY))),
        Map.entry("closed parentheses", network("y = " + ")".repeat(MANY))),
        Map.entry("lists", network("y = " + "[".repeat(MANY) + "]".repeat(MANY))),
        Map.entry(
            "braces", network("y = x" + " -> residual {relu".repeat(MANY) + "}".repeat(MANY))),
        Map.entry("arrows", network("y = x" + " -> relu".repeat(MANY))),
        Map.entry("minus", network("y = " + "-".repeat(MANY) + "x")),
        Map.entry("sums", network("y = x" + " + x".repeat(MANY))),
        Map.entry("calls", network("y = x" + " + relu(x)".repeat(MANY))),
        Map.entry("powers", network("const n = 1" + " ^ 1".repeat(MANY) + "\ny = x")),
        Map.entry("members", network("y = x" + ".x".repeat(MANY))),
        Map.entry("slices", network("y = x" + "[0]".repeat(MANY))),
        Map.entry("sizes", network("input z: f32[B" + " * 1".repeat(MANY) + "]\ny = x")),
        Map.entry(
            "choices",
            network("y = " + "if true { x } else { ".repeat(MANY) + "x" + " }".repeat(MANY))),
        Map.entry("turns", network("y = x -> repeat(9999) { repeat(9999) { relu } }")),
        Map.entry("settings", network("train " + "{ a ".repeat(MANY) + "}".repeat(MANY))));
  }

  @ParameterizedTest
  @MethodSource("deep")
  void whatIsTooDeepIsSaid(Map.Entry<String, String> text) {
    assertThat(check(text.getValue())).containsAnyOf("error[NN0", "error[NN120]");
  }

  @Test
  void deepButAllowed() {
    assertThat(check(network("y = " + "(".repeat(190) + "x" + ")".repeat(190)))).isEmpty();
    assertThat(check(network("y = x" + " + x".repeat(490)))).isEmpty();
    assertThat(check(network("y = " + "-".repeat(990) + "x"))).isEmpty();
    assertThat(check(network("y = x" + " -> relu".repeat(3_900)))).isEmpty();
  }

  @Test
  void blocksInBlocks() {
    StringBuilder text = new StringBuilder("block f0 = relu\n");
    for (int i = 1; i < MANY; i++) {
      text.append("block f").append(i).append(" = f").append(i - 1).append('\n');
    }
    assertThat(check(text + network("y = x -> f" + (MANY - 1)))).contains("error[NN005]");
  }

  @Test
  void emptyFilesAreNoNetworks() {
    assertThat(check("")).isEmpty();
    assertThat(check("// nothing\n")).isEmpty();
  }

  @Test
  void byteOrderMark() {
    assertThat(check("\uFEFF" + network("y = x"))).isEmpty();
    assertThat(check(network("y = \uFEFFx"))).contains("'U+FEFF' means nothing here");
  }

  @Test
  void controlCharacters() {
    String message = check(network("y = \0x"));
    assertThat(message).contains("t.nnet:4:5: error[NN001]: 'U+0000' means nothing here");
    assertThat(message).contains("4 | y = \uFFFDx\n  |     ^\n").doesNotContain("\0");
  }

  @Test
  void unterminated() {
    assertThat(check("/* no end")).contains("t.nnet:1:1: error[NN001]: this comment is never");
    assertThat(check("import a from \"x")).contains("t.nnet:1:15: error[NN001]: this string");
  }

  @Test
  void carriageReturnsAndTabs() {
    String text = network("\ty = xx -> relu").replace("\n", "\r\n");
    String message = check(text);
    assertThat(message).contains("t.nnet:4:6: error[NN105]");
    assertThat(message).contains("4 | \ty = xx -> relu\n  | \t    ^^\n").doesNotContain("\r");
  }

  @Test
  void columnsCountCodePoints() {
    String message = check(network("/* \uD83D\uDE00 */ y = xx"));
    assertThat(message).contains("t.nnet:4:13: error[NN105]");
    assertThat(message).contains("/* \uD83D\uDE00 */ y = xx\n  |             ^^\n");
  }

  @Test
  void longLinesAreCut() {
    String message =
        check(network("/*" + "a".repeat(100_000) + "*/ y = xx /*" + "b".repeat(999) + "*/"));
    assertThat(message).contains("t.nnet:4:100010: error[NN105]").contains("^^").contains("y = xx");
    assertThat(message.lines().mapToInt(String::length)).allMatch(length -> length < 200);
  }

  @Test
  void notUtf8(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bad.nnet");
    Files.write(file, new byte[] {'n', (byte) 0xC3, (byte) 0x28});
    assertThatThrownBy(() -> Source.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not UTF-8");
  }
}
