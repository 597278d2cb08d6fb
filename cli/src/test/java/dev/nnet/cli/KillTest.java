package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run whose JVM is killed again and again, at random moments, also while it writes a checkpoint,
 * ends with the bytes of a run that was never killed.
 */
class KillTest {
  private static final int KILLS = 4;

  /** Everything that a run has to remember: moments, noise, order, rate, the best epoch. */
  private static final String TEXT =
      Rows.TEXT
          .replace("-> dense(4)", "-> dense(8) -> relu -> dropout(0.2) -> dense(4)")
          .replace("sgd(lr=0.5)", "adam(lr=cosine(0.02, warmup=3))")
          .replace("epochs    = 30", "epochs    = 400");

  @TempDir Path folder;

  private Process start(Path weights, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", folder.resolve("rows.nnet").toString()));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--out", weights.toString(), "--checkpoint-every", "3"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  @Test
  void killedAndResumedIsAsNeverKilled() throws Exception {
    Files.writeString(folder.resolve("rows.nnet"), TEXT);
    Rows.write(folder.resolve("data"));
    Path never = folder.resolve("never.safetensors");
    Result calm =
        Result.run(
            "train", folder.resolve("rows.nnet"), "--data", folder.resolve("data"), "--out", never);
    assertThat(calm.errors()).isEmpty();

    Path killed = folder.resolve("killed.safetensors");
    Path checkpoint = folder.resolve("killed.checkpoint");
    Random moments = new Random(17);
    for (int kill = 0; kill < KILLS; kill++) {
      Process child = kill == 0 ? start(killed) : start(killed, "--resume");
      byte[] before = Files.exists(checkpoint) ? Files.readAllBytes(checkpoint) : null;
      while (child.isAlive() && same(checkpoint, before)) {
        Thread.sleep(1);
      }
      Thread.sleep(moments.nextInt(60));
      assertThat(child.isAlive()).as(log()).isTrue();
      child.destroyForcibly().waitFor();
      assertThat(killed).as("not at its end").doesNotExist();
    }
    Process last = start(killed, "--resume");
    assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(log()).isZero();
    assertThat(log().lines().filter(l -> l.startsWith("going on from "))).hasSize(KILLS);

    assertThat(Files.readAllBytes(killed)).isEqualTo(Files.readAllBytes(never));
    assertThat(Files.readAllBytes(folder.resolve("killed.best.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("never.best.safetensors")));
    try (var left = Files.list(folder)) {
      assertThat(left.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  /** Whether there is no checkpoint, or still this one. */
  private static boolean same(Path checkpoint, byte[] before) throws IOException {
    try {
      return !Files.exists(checkpoint)
          || (before != null && java.util.Arrays.equals(Files.readAllBytes(checkpoint), before));
    } catch (java.nio.file.NoSuchFileException e) {
      return true; // it is being replaced
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
