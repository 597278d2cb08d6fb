package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands from text to answer, on pictures of 4 x 4 whose class is the bright row: learned in
 * a moment, and wrong if anything between file and answer is.
 */
class CommandsTest {
  private static final String ROWS =
      """
      network Rows {
          input  image:  f32[B, 1, 4, 4]
          target row:    index<4>[B]
          output logits: f32[B, 4]

          preprocess image from u8[4, 4] -> to_tensor

          logits = image -> flatten -> dense(4)

          train {
              loss      = cross_entropy(logits, row)
              optimizer = sgd(lr=0.5)
              metrics   = [accuracy(logits, row)]
              batch     = 8
              epochs    = 30
          }
      }
      """;

  @TempDir Path folder;
  private Path text;
  private Path weights;

  private record Result(int code, String out, String errors) {}

  private static Result run(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      String[] words = new String[arguments.length];
      for (int i = 0; i < words.length; i++) {
        words[i] = arguments[i].toString();
      }
      int code = Main.run(words);
      return new Result(
          code, printed.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("rows.nnet"), ROWS);
    weights = folder.resolve("rows.safetensors");
    data(folder.resolve("train"), "train", 64);
    data(folder.resolve("train"), "t10k", 16);
  }

  private static void data(Path directory, String part, int count) throws IOException {
    Files.createDirectories(directory);
    Path images = directory.resolve(part + "-images-idx3-ubyte");
    Path labels = directory.resolve(part + "-labels-idx1-ubyte");
    try (DataOutputStream x = new DataOutputStream(Files.newOutputStream(images));
        DataOutputStream y = new DataOutputStream(Files.newOutputStream(labels))) {
      x.writeInt(0x803);
      x.writeInt(count);
      x.writeInt(4);
      x.writeInt(4);
      y.writeInt(0x801);
      y.writeInt(count);
      for (int i = 0; i < count; i++) {
        for (int p = 0; p < 16; p++) {
          x.writeByte(p / 4 == i % 4 ? 250 - i % 3 : 3 * (p % 2));
        }
        y.writeByte(i % 4);
      }
    }
  }

  private Result train(Object... more) {
    Object[] all = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {"train", text, "--data", folder.resolve("train"), "--out", weights},
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return run(all);
  }

  @Test
  void trainPredictEvaluate() throws IOException {
    Result trained = train();
    assertThat(trained.errors()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .startsWith("Rows: 68 parameters, 64 examples of ")
        .contains("epoch 30/30")
        .endsWith("test accuracy 100.00 %" + System.lineSeparator());

    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 4; x++) {
      picture.setRGB(x, 2, 0xffffff);
    }
    Path png = folder.resolve("row2.png");
    ImageIO.write(picture, "png", png.toFile());
    Result predicted = run("predict", text, "--weights", weights, "--input", png);
    assertThat(predicted.code()).isZero();
    assertThat(predicted.out().lines()).hasSize(5).last().isEqualTo("answer 2");
    assertThat(predicted.out()).containsPattern("  2 +\\d+\\.\\d{3} +\\d+\\.\\d\\d % #{20,}");

    Result evaluated =
        run("evaluate", text, "--weights", weights, "--data", folder.resolve("train"));
    assertThat(evaluated.code()).isZero();
    assertThat(evaluated.out()).contains("test accuracy 100.00 %");
    assertThat(evaluated.out()).containsPattern("3 +\\. +\\. +\\. +4");
  }

  @Test
  void theSeedDecidesTheBits() throws IOException {
    train("--epochs", 2, "--seed", 7, "--threads", 1);
    byte[] first = Files.readAllBytes(weights);
    train("--epochs", 2, "--seed", 7, "--threads", 2);
    assertThat(Files.readAllBytes(weights)).isEqualTo(first);
    train("--epochs", 2, "--seed", 8);
    assertThat(Files.readAllBytes(weights)).isNotEqualTo(first);
  }

  @Test
  void summaryCounts() {
    Result result = run("summary", text);
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .anyMatch(l -> l.matches("logits/dense_1 +f32\\[B, 4\\] +68 +\\d+"))
        .anyMatch(l -> l.matches("total +68 +\\d+"));
  }

  @Test
  void profileTimesEveryKernel() {
    Result result = run("profile", text, "--seconds", 0.1, "--program", "training", "--batch", 8);
    assertThat(result.code()).isZero();
    assertThat(result.out()).containsPattern("training, batch 8; the limit is \\d+\\.\\d GFLOP/s");
    assertThat(result.out()).containsPattern("dense_1_linear +8 +\\d+\\.\\d +\\d+\\.\\d %");
    assertThat(run("profile", text, "--program", "dreaming").code()).isEqualTo(2);
  }

  @Test
  void compileWritesClassesThatLoad() throws IOException {
    Path classes = folder.resolve("classes");
    Result result = run("compile", text, "-d", classes);
    assertThat(result.code()).isZero();
    assertThat(classes.resolve("RowsNetwork.class")).exists();
    assertThat(result.out()).contains("RowsNetwork.class");
  }

  @Test
  void whatIsMissingIsNamedAndIsTwo() throws IOException {
    Result noWeights = run("predict", text, "--weights", weights, "--input", "x.png");
    assertThat(noWeights.code()).isEqualTo(2);
    assertThat(noWeights.errors()).contains("no such file: " + weights);

    Result noData = run("train", text);
    assertThat(noData.code()).isEqualTo(2);
    assertThat(noData.errors()).contains("no data: give --data DIR");

    Result emptyData = run("train", text, "--data", folder.resolve("nowhere"));
    assertThat(emptyData.code()).isEqualTo(2);
    assertThat(emptyData.errors()).contains("nowhere");
    assertThat(weights).doesNotExist();
  }

  @Test
  void damagedWeightsAreRefused() throws IOException {
    train("--epochs", 1);
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 5));
    Result result = run("evaluate", text, "--weights", weights, "--data", folder.resolve("train"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).startsWith("nnet: " + weights);
  }

  @Test
  void aWrongTextIsOne() throws IOException {
    Files.writeString(text, ROWS.replace("dense(4)", "dense(5)"));
    Result result = train();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.errors()).contains("rows.nnet:").contains("error[NN");
    assertThat(weights).doesNotExist();
  }

  @Test
  void anUnwritableFolderLosesNothing() {
    weights = folder.resolve("none/rows.safetensors");
    Result result = train("--epochs", 1);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).contains("none");
    assertThat(result.out()).as("found before the training").doesNotContain("epoch");
  }
}
