package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user has it: what it prints, and that it can be killed at any moment. */
class SearchKillTest {
  private static final int KILLS = 4;

  private static final String TEXT =
      Rows.TEXT
          .replace("network Rows {", "network Rows(rate = 0.5, units = 4) {")
          .replace("-> dense(4)", "-> dense(units) -> tanh -> dense(4)")
          .replace("sgd(lr=0.5)", "sgd(lr=rate)")
          .replace(
              "epochs    = 30\n    }\n",
              "epochs    = 240\n    }\n    search {\n        rate in log_uniform(1e-3, 1)\n"
                  + "        units in [2, 4, 8]\n        trials = 12\n        halving = 2\n"
                  + "        objective = minimize(loss)\n    }\n");

  @TempDir Path folder;
  private Path text;
  private Path data;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("rows.nnet"), TEXT);
    data = folder.resolve("data");
    Rows.write(data);
  }

  private List<Object> words(Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("search", text, "--data", data, "--out", out));
    words.addAll(List.of(more));
    return words;
  }

  private Result search(Path out, Object... more) {
    return Result.run(words(out, more).toArray());
  }

  private Process start(Path out, Object... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words(out, more).forEach(w -> command.add(w.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  @Test
  void findsTheBestAndSaysHowToUseIt() throws IOException {
    Path out = folder.resolve("found");
    Result found = search(out);
    assertThat(found.errors()).isEmpty();
    assertThat(found.code()).isZero();
    assertThat(found.out())
        .startsWith("Rows: 12 trials, 64 examples of " + data)
        .contains("round 1 of 4: 12 trials")
        .contains("round 4 of 4: 2 trials")
        .contains("is the best; its weights are in " + out.resolve("best.safetensors"))
        .contains("test accuracy 100.00 %");
    String call =
        found.out().lines().filter(l -> l.startsWith("    network ")).findFirst().orElseThrow();
    assertThat(call).matches(" +network BestRows = Rows\\(rate=[\\d.]+, units=[248]\\)");
    Files.writeString(text, TEXT + "\n" + call);
    Result evaluated =
        Result.run(
            "evaluate",
            text,
            "--data",
            data,
            "--network",
            "BestRows",
            "--weights",
            out.resolve("best.safetensors"));
    assertThat(evaluated.errors()).isEmpty();
    assertThat(evaluated.out()).contains("test accuracy 100.00 %");

    assertThat(search(out, "--network", "Rows", "--resume").errors())
        .contains("the text has changed since this search began");
    Files.writeString(text, Rows.TEXT);
    assertThat(search(out).errors()).contains("Rows has no search section: search { rate in ");
  }

  @Test
  void killedAndResumedIsAsNeverKilled() throws Exception {
    Path never = folder.resolve("never");
    String calm = search(never).out();
    Path killed = folder.resolve("killed");
    Path trials = killed.resolve("trials.jsonl");
    Random moments = new Random(23);
    for (int kill = 0; kill < KILLS; kill++) {
      long before = lines(trials);
      Process child = kill == 0 ? start(killed) : start(killed, "--resume");
      while (child.isAlive() && lines(trials) == before) {
        Thread.sleep(1);
      }
      Thread.sleep(moments.nextInt(300));
      assertThat(child.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
      child.destroyForcibly().waitFor();
    }
    Result resumed = search(killed, "--resume");
    assertThat(resumed.errors()).isEmpty();
    assertThat(table(resumed.out())).hasSizeGreaterThan(12).isEqualTo(table(calm));
    assertThat(Files.readAllBytes(killed.resolve("best.safetensors")))
        .isEqualTo(Files.readAllBytes(never.resolve("best.safetensors")));
  }

  /** The table and what follows, without names of files. */
  private static List<String> table(String printed) {
    return printed
        .lines()
        .dropWhile(l -> !l.isEmpty())
        .filter(l -> !l.contains("safetensors"))
        .toList();
  }
}
