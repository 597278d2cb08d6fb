package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nnet train} leaves to look at: for pictures, and for numbers. */
class RunFolderTest {
  private static final String LINE =
      """
      network Line {
          input  x: f32[B, 2]
          target y: f32[B, 1]
          output z: f32[B, 1]

          preprocess x from columns[first, second]
          preprocess y from columns[sum]

          z = x -> dense(1)

          train {
              loss      = mse(z, y)
              optimizer = sgd(lr=0.1)
              metrics   = [mae(z, y)]
              batch     = 8
              epochs    = 5
          }
      }
      """;

  @TempDir Path folder;
  private Path text;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("rows.nnet"), Rows.TEXT);
    weights = folder.resolve("rows.safetensors");
    Rows.write(folder.resolve("data"));
  }

  private Result train(Object... more) {
    return Rows.train(text, folder.resolve("data"), weights, more);
  }

  @Test
  void aRunLeavesItsLogAndAReport() throws IOException {
    Result trained = train("--epochs", 3, "--live", 0);
    assertThat(trained.errors()).isEmpty();
    Path run = folder.resolve("rows.run");
    assertThat(trained.out()).contains("live at http://127.0.0.1:").contains("report in " + run);
    assertThat(Files.readAllLines(run.resolve("log.jsonl"))).hasSize(4);
    String report = Files.readString(run.resolve("report.html"));
    assertThat(report)
        .contains("<p class=\"status\">done</p>")
        .contains("3 of 3")
        .contains("<h2>Confusion</h2>")
        .contains("<h2>Where time goes</h2>");
    Matcher right = Pattern.compile("(\\d+) of 16 right").matcher(report);
    assertThat(right.find()).isTrue();
    double accuracy = 100 * Integer.parseInt(right.group(1)) / 16.0;
    assertThat(trained.out())
        .endsWith(String.format(Locale.ROOT, "test accuracy %.2f %%%n", accuracy));
    boolean all = right.group(1).equals("16");
    assertThat(report.contains("data:image/png;base64,")).isEqualTo(!all);
  }

  @Test
  void aShareOfTheExamplesIsNotCalledTest() throws IOException {
    assertThat(train("--epochs", 2, "--validation", 0.25).errors()).isEmpty();
    assertThat(Files.readString(folder.resolve("rows.run/log.jsonl")))
        .contains("\"judge\":\"validation\"")
        .contains("\"judged\":{\"loss\":");
    assertThat(Files.readString(folder.resolve("rows.run/report.html")))
        .contains("validation loss, epoch 2: ")
        .contains("<span>validation accuracy</span>")
        .doesNotContain("test loss");
  }

  @Test
  void aRunThatGoesOnAddsToItsLog() throws IOException {
    Path run = folder.resolve("elsewhere");
    train("--epochs", 2, "--run", run);
    Result more = train("--epochs", 4, "--run", run, "--resume");
    assertThat(more.errors()).isEmpty();
    assertThat(Files.readAllLines(run.resolve("log.jsonl"))).hasSize(6);
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("training loss, epoch 1: ")
        .contains("training loss, epoch 4: ");
  }

  @Test
  void numbersHavePairsAndWhatIsFarthestOff() throws IOException {
    text = Files.writeString(folder.resolve("line.nnet"), LINE);
    StringBuilder table = new StringBuilder("first,second,sum\n");
    for (int i = 0; i < 60; i++) {
      table.append(i % 7).append(',').append(i % 3).append(',').append(i % 7 + i % 3).append('\n');
    }
    Path data = Files.writeString(folder.resolve("line.csv"), table);
    Result trained = Result.run("train", text, "--data", data, "--out", folder.resolve("line"));
    assertThat(trained.errors()).isEmpty();
    assertThat(Files.readString(folder.resolve("line.run/report.html")))
        .contains("answer over what is right")
        .contains("Farthest off")
        .contains("first ")
        .contains("test mae");
  }

  @Test
  void aFolderThatCannotBeIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Result trained = train("--run", file);
    assertThat(trained.code()).isEqualTo(2);
    assertThat(trained.errors()).startsWith("nnet: cannot write the run's folder " + file);
    assertThat(weights).doesNotExist();
  }
}
