package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
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
  @TempDir Path folder;
  private Path text;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("rows.nnet"), Rows.TEXT);
    weights = folder.resolve("rows.safetensors");
    Rows.write(folder.resolve("train"));
  }

  private Result train(Object... more) {
    return Rows.train(text, folder.resolve("train"), weights, more);
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
    Result predicted = Result.run("predict", text, "--weights", weights, "--input", png);
    assertThat(predicted.code()).isZero();
    assertThat(predicted.out().lines()).hasSize(5).last().isEqualTo("answer 2");
    assertThat(predicted.out()).containsPattern("  2 +\\d+\\.\\d{3} +\\d+\\.\\d\\d % #{20,}");

    Result evaluated =
        Result.run("evaluate", text, "--weights", weights, "--data", folder.resolve("train"));
    assertThat(evaluated.code()).isZero();
    assertThat(evaluated.out()).contains("test accuracy 100.00 %");
    assertThat(evaluated.out()).containsPattern("3 +\\. +\\. +\\. +4");
  }

  @Test
  void evaluationsAreAPageToo() throws IOException {
    Files.writeString(text, Rows.TEXT.replace("lr=0.5", "lr=0.001"));
    train("--epochs", 1);
    Path page = folder.resolve("answers.html");
    Object[] evaluate = {
      "evaluate", text, "--weights", weights, "--data", folder.resolve("train"), "--report", page
    };
    Result evaluated = Result.run(evaluate);
    assertThat(evaluated.errors()).isEmpty();
    assertThat(evaluated.out()).endsWith("report in " + page + System.lineSeparator());
    String accuracy =
        evaluated
            .out()
            .lines()
            .filter(l -> l.startsWith("test accuracy "))
            .findFirst()
            .orElseThrow();
    assertThat(Files.readString(page))
        .contains("68 parameters of " + weights + ", 16 examples of " + folder.resolve("train"))
        .contains("<b>" + accuracy.substring(14) + "</b><span>test accuracy</span>")
        .contains("<h2>Confusion</h2>")
        .contains("<h2>Wrong</h2>")
        .contains("data:image/png;base64,")
        .contains("class=\"nnet-picture\"")
        .doesNotContain("{{");
    evaluate[7] = folder.resolve("nowhere/answers.html");
    assertThat(Result.run(evaluate).errors()).contains("cannot write the report " + evaluate[7]);
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
    Result result = Result.run("summary", text);
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .anyMatch(l -> l.matches("logits/dense_1 +f32\\[B, 4\\] +68 +64 +132"))
        .anyMatch(l -> l.matches("total +68 +64 +132"));
  }

  @Test
  void profileTimesEveryKernel() {
    Result result =
        Result.run("profile", text, "--seconds", 0.1, "--program", "training", "--batch", 8);
    assertThat(result.code()).isZero();
    assertThat(result.out()).containsPattern("training, batch 8; a core does \\d+\\.\\d GFLOP/s");
    assertThat(result.out())
        .containsPattern("dense_1_linear +8 +\\d+\\.\\d +\\d+\\.\\d %.* \\d+ % +\\d+ %\n");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 120);
    assertThat(Result.run("profile", text, "--program", "dreaming").code()).isEqualTo(2);
  }

  @Test
  void compileWritesClassesThatLoad() throws IOException {
    Path classes = folder.resolve("classes");
    Result result = Result.run("compile", text, "-d", classes);
    assertThat(result.code()).isZero();
    assertThat(classes.resolve("RowsNetwork.class")).exists();
    assertThat(result.out()).contains("RowsNetwork.class");
  }

  @Test
  void whatIsMissingIsNamedAndIsTwo() throws IOException {
    Result noWeights = Result.run("predict", text, "--weights", weights, "--input", "x.png");
    assertThat(noWeights.code()).isEqualTo(2);
    assertThat(noWeights.errors()).contains("no such file: " + weights);

    Result noData = Result.run("train", text);
    assertThat(noData.code()).isEqualTo(2);
    assertThat(noData.errors()).contains("no data: give --data PLACE");

    Result emptyData = Result.run("train", text, "--data", folder.resolve("nowhere"));
    assertThat(emptyData.code()).isEqualTo(2);
    assertThat(emptyData.errors()).contains("nowhere");
    assertThat(weights).doesNotExist();
  }

  @Test
  void damagedWeightsAreRefused() throws IOException {
    train("--epochs", 1);
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 5));
    Result result =
        Result.run("evaluate", text, "--weights", weights, "--data", folder.resolve("train"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).startsWith("nnet: " + weights);
  }

  @Test
  void goesOnFromItsCheckpoint() throws IOException {
    train("--epochs", 4, "--seed", 7);
    byte[] whole = Files.readAllBytes(weights);
    Result begun = train("--epochs", 2, "--seed", 7);
    assertThat(begun.out()).contains("rows.checkpoint is of an earlier run and will be replaced");
    Result resumed = train("--resume", "--epochs", 4);
    assertThat(resumed.errors()).isEmpty();
    assertThat(resumed.out())
        .contains("going on from " + folder.resolve("rows.checkpoint") + ": epoch 3, step 16")
        .contains(
            "with the settings it began with: train(optimizer=sgd(lr=0.5),batch=8,epochs=2,seed=7")
        .contains("epoch  3/4")
        .doesNotContain("epoch  2/4");
    assertThat(Files.readAllBytes(weights)).isEqualTo(whole);
    assertThat(Files.readAllBytes(folder.resolve("rows.best.safetensors"))).isEqualTo(whole);

    assertThat(train("--resume", "--seed", 8).errors())
        .contains("--seed cannot change in a run that goes on");
    assertThat(train("--checkpoint-every", "soon").errors())
        .contains("--checkpoint-every is epoch, 500 or 10min, not 'soon'");
    Files.writeString(text, Rows.TEXT.replace("dense(4)", "dense(6) -> dense(4)"));
    assertThat(train("--resume").errors()).contains("weights of Rows do not fit");
  }

  @Test
  void judgesEpochsByAShareOfTheExamples() throws IOException {
    Result judged = train("--epochs", 2, "--validation", 0.25);
    assertThat(judged.errors()).isEmpty();
    assertThat(judged.out())
        .contains("epoch  2/2")
        .contains("|  validation loss ")
        .doesNotContain("|  test")
        .contains("test accuracy ");
    byte[] first = Files.readAllBytes(weights);
    train("--epochs", 2, "--validation", 0.25);
    assertThat(Files.readAllBytes(weights)).as("the same share").isEqualTo(first);
    Files.writeString(
        text, Rows.TEXT.replace("batch     = 8", "batch     = 8\n        validation = 0.25"));
    train("--epochs", 2);
    assertThat(Files.readAllBytes(weights)).as("said in the text").isEqualTo(first);
    assertThat(train("--validation", 0.001).errors())
        .contains("Rows.fit: validation = 0.001 of 64 is none");
  }

  @Test
  void metricsOfTheTextAreShown() throws IOException {
    Files.writeString(
        text,
        Rows.TEXT.replace("[accuracy(logits, row)]", "[f1(logits, row), perplexity(logits, row)]"));
    Result trained = train();
    assertThat(trained.errors()).isEmpty();
    assertThat(trained.out()).containsPattern("epoch  1/30  loss \\S+  f1 \\S+  perplexity \\S+  ");
    assertThat(trained.out()).contains("test f1 1.0000").containsPattern("test perplexity 1\\.0");
    Result evaluated =
        Result.run("evaluate", text, "--weights", weights, "--data", folder.resolve("train"));
    assertThat(evaluated.out()).contains("test accuracy 100.00 %").contains("test f1 1.0000");
  }

  @Test
  void aDamagedCheckpointIsToldAndTheOneBeforeTaken() throws IOException {
    train("--epochs", 3);
    byte[] whole = Files.readAllBytes(weights);
    Path last = folder.resolve("rows.checkpoint");
    Files.write(last, java.util.Arrays.copyOf(Files.readAllBytes(last), 100));
    Result resumed = train("--resume");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.errors())
        .contains(last.toString())
        .contains("going on from " + last + ".before");
    assertThat(resumed.out()).contains("epoch 3, step 16");
    assertThat(Files.readAllBytes(weights)).isEqualTo(whole);
    Files.delete(last);
    Files.delete(folder.resolve("rows.checkpoint.before"));
    assertThat(train("--resume").errors()).contains("no checkpoint " + last);
  }

  @Test
  void aNetworkWithoutAccuracyTrainsToo() throws IOException {
    Files.writeString(text, Rows.TEXT.replace("metrics   = [accuracy(logits, row)]", ""));
    Result result = train("--epochs", 2);
    assertThat(result.errors()).isEmpty();
    assertThat(result.out()).containsPattern("epoch  2/2  loss \\d\\.\\d{4}  \\|  test loss ");
    assertThat(result.out().lines().reduce((a, b) -> b).orElseThrow()).startsWith("test loss 0.");
  }

  @Test
  void aWrongTextIsOne() throws IOException {
    Files.writeString(text, Rows.TEXT.replace("dense(4)", "dense(5)"));
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
