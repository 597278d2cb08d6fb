package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on labelled lines, from words to named answers. */
class TextsTest {
  private static final String FILMS =
      """
      network Films {
          sequence T <= 8
          input  words: index<20>[B, T]
          target mood:  index<2>[B]
          output score: f32[B, 2]

          score = words -> embedding(4) -> gru(6) -> last -> dense(2)

          train {
              loss      = cross_entropy(score, mood)
              optimizer = adam(lr=0.05)
              metrics   = [accuracy(score, mood)]
              batch     = 8
              epochs    = 10
          }
      }
      """;

  @TempDir Path folder;
  private Path text;
  private Path weights;
  private Path lines;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("films.nnet"), FILMS);
    weights = folder.resolve("films.safetensors");
    lines = Files.writeString(folder.resolve("films.txt"), lines(80));
  }

  private static String lines(int count) {
    List<String> words = List.of("fine", "dull", "great", "poor", "lovely", "flat");
    StringBuilder lines = new StringBuilder();
    for (int k = 0; k < count; k++) {
      lines.append(k % 2 == 0 ? "good" : "bad").append("\tThe film was ");
      lines.append("really ".repeat(k % 5)).append(words.get(k % 6)).append("\n\n");
    }
    return lines.toString();
  }

  private Result train(Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", text, "--out", weights, "--threads", 1));
    words.addAll(List.of(more));
    return Result.run(words.toArray());
  }

  @Test
  void trainEvaluatePredict() throws IOException {
    Result trained = train("--data", lines);
    assertThat(trained.errors()).isEmpty();
    assertThat(trained.out()).contains("72 examples of " + lines, "test accuracy 100.00 %");

    Result tested = Result.run("evaluate", text, "--weights", weights, "--data", lines);
    assertThat(tested.out()).containsPattern(" bad +40 +\\.\n +good +\\. +40\n");

    Path bare = folder.resolve("some.txt");
    Files.writeString(
        bare, "The film was lovely!\ngood\tThe film was really flat\nThe movie was really great\n");
    Result many = Result.run("predict", text, "--weights", weights, "--input", bare);
    assertThat(many.out().lines().map(l -> l.replaceAll(" +\\S+ %", "")))
        .containsExactly("    1  good", "    2  bad", "    3  good");
  }

  @Test
  void aFolderHasBoth() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("train.txt"), lines(40));
    Files.writeString(data.resolve("test.txt"), "good\ta lovely surprise\n");
    Result trained = train("--data", data);
    assertThat(trained.out()).contains("40 examples of " + data, "test accuracy 100.00 %");

    Files.writeString(data.resolve("test.txt"), "good\tlovely\nugly\tpoor\n");
    Result other = train("--data", data);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.errors())
        .contains("test.txt:2: the label is 'ugly', which is none of bad, good");
  }

  @Test
  void wrongLinesAreToldOrLeftOut() throws IOException {
    Files.writeString(lines, lines(80) + "no tab\n");
    Result refused = train("--data", lines);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.errors())
        .contains("films.txt:161: a label, a tab and a text expected", "--skip-malformed leaves");
    Result skipped = train("--data", lines, "--skip-malformed", "--epochs", 1);
    assertThat(skipped.errors()).contains("films.txt: 1 skipped");
    assertThat(skipped.code()).isZero();

    Files.writeString(lines, "odd\tone\n" + lines(20));
    assertThat(train("--data", lines).errors())
        .contains("films.txt has 3 labels, 'mood' is index<2>[B]");
  }

  @Test
  void networksWithoutWordsTakeNoText() throws IOException {
    Files.writeString(
        text, FILMS.replace("index<20>[B, T]", "f32[B, T, 4]").replace("-> embedding(4) ", ""));
    assertThat(train("--data", lines).errors())
        .contains("lines of text are for one input index<n>[B, T], not for words: f32[B, T, 4]");
  }
}
