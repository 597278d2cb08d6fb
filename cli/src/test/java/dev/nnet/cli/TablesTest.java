package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a table of flowers, from columns to named answers. */
class TablesTest {
  private static final String FLOWERS =
      """
      network Flowers {
          input  size:  f32[B, 2]
          input  soil:  index<2>[B]
          target kind:  index<3>[B]
          output score: f32[B, 3]

          preprocess size from columns[length, width_mm] -> standardize

          score = concat(size, one_hot(soil, depth=2)) -> dense(3)

          train {
              loss      = cross_entropy(score, kind)
              optimizer = sgd(lr=0.5)
              metrics   = [accuracy(score, kind)]
              batch     = 8
              epochs    = 20
              data      = "flowers.csv"
          }
      }
      """;

  @TempDir Path folder;
  private Path text;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("flowers.nnet"), FLOWERS);
    weights = folder.resolve("flowers.safetensors");
    Files.writeString(folder.resolve("flowers.csv"), table(60, ""));
  }

  private static String table(int rows, String more) {
    StringBuilder table = new StringBuilder("id,Length,Width (mm),soil,kind\n");
    for (int i = 0; i < rows; i++) {
      int kind = i % 3;
      table.append(i).append(',').append(30 * kind + i % 5).append(',').append(1000 - i % 4);
      table.append(kind == 1 ? ",sand," : ",clay,");
      table.append(new String[] {"tulip", "daisy", "rose"}[kind]).append('\n');
    }
    return table + more;
  }

  private Result train(Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", text, "--out", weights, "--threads", 1));
    words.addAll(List.of(more));
    return Result.run(words.toArray());
  }

  @Test
  void trainEvaluatePredict() throws IOException {
    Result trained = train();
    assertThat(trained.errors())
        .isEqualTo(folder.resolve("flowers.csv") + ": not used: id" + System.lineSeparator());
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .contains("15 parameters, 54 examples of " + folder.resolve("flowers.csv"))
        .contains("test accuracy 100.00 %");

    Result evaluated = Result.run("evaluate", text, "--weights", weights);
    assertThat(evaluated.out())
        .containsPattern("label . answer +daisy +rose +tulip\n +daisy +\\d")
        .contains("test accuracy 100.00 %");

    Path rows = Files.writeString(folder.resolve("rows.csv"), table(3, ""));
    Result whole = Result.run("evaluate", text, "--weights", weights, "--data", rows);
    assertThat(whole.out()).as("all three").containsPattern("daisy +1 +\\. +\\.\n");

    Result many = Result.run("predict", text, "--weights", weights, "--input", rows);
    assertThat(many.out().lines().map(l -> l.replaceAll(" +\\S+ %", "")))
        .containsExactly("    1  tulip", "    2  daisy", "    3  rose");

    Files.writeString(rows, "length,width_mm,soil\n60,999,clay\n");
    Result one = Result.run("predict", text, "--weights", weights, "--input", rows);
    assertThat(one.out()).containsPattern(" rose +\\S+ +\\S+ % #{20,}").contains("answer rose");

    Files.writeString(rows, "length,width_mm,soil\n60,999,granite\n");
    Result unknown = Result.run("predict", text, "--weights", weights, "--input", rows);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.errors()).contains("rows.csv:2: soil is 'granite', none of clay, sand");
  }

  @Test
  void predictsFromArrays() throws IOException {
    train();
    Path arrays = folder.resolve("rows.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(arrays))) {
      ByteBuffer size = ByteBuffer.allocate(3 * 2 * 4).order(ByteOrder.LITTLE_ENDIAN);
      size.asFloatBuffer().put(new float[] {60, 1000, 0, 1000, 30, 1000});
      array(zip, "size", "'<f4'", "(3, 2)", size);
      ByteBuffer soil = ByteBuffer.allocate(3 * 4).order(ByteOrder.LITTLE_ENDIAN);
      soil.asIntBuffer().put(new int[] {0, 0, 1});
      array(zip, "soil", "'<i4'", "(3,)", soil);
    }
    Result many = Result.run("predict", text, "--weights", weights, "--input", arrays);
    assertThat(many.errors()).isEmpty();
    assertThat(many.out().lines().map(l -> l.replaceAll(" +\\S+ %", "")))
        .containsExactly("    1  rose", "    2  tulip", "    3  daisy");
  }

  /** An array as NumPy writes it. */
  private static void array(
      ZipOutputStream zip, String name, String type, String shape, ByteBuffer values)
      throws IOException {
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    String head = "{'descr': " + type + ", 'fortran_order': False, 'shape': " + shape + ", }\n";
    zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) head.length(), 0});
    zip.write(head.getBytes(StandardCharsets.US_ASCII));
    zip.write(values.array());
    zip.closeEntry();
  }

  @Test
  void twoTablesAreAFolder() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("train.csv"), table(30, ""));
    Files.writeString(data.resolve("test.csv"), table(9, ""));
    Result trained = train("--data", data);
    assertThat(trained.out()).contains("30 examples").contains("test accuracy 100.00 %");

    Files.writeString(data.resolve("test.csv"), table(9, "9,1,1,clay,orchid\n"));
    assertThat(train("--data", data).errors())
        .contains("test.csv:11: kind is 'orchid', none of daisy, rose, tulip");
    Files.delete(data.resolve("test.csv"));
    assertThat(train("--data", data).errors()).contains("no such file: " + data);
  }

  @Test
  void malformedRowsAreRefusedOrSkipped() throws IOException {
    Path data = folder.resolve("flowers.csv");
    Files.writeString(data, table(60, "60,,1,clay,rose\n61,1,1\n"));
    Result refused = train();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.errors())
        .isEqualTo(
            "nnet: "
                + data
                + ": 2 rows cannot be used\n  "
                + data
                + ":62: Length is missing\n  "
                + data
                + ":63: 3 cells, the head has 5\n  --skip-malformed leaves such rows out"
                + System.lineSeparator());
    Result skipped = train("--skip-malformed");
    assertThat(skipped.code()).isZero();
    assertThat(skipped.errors()).contains(data + ": 2 skipped");
    assertThat(skipped.out()).contains("54 examples");
  }

  @Test
  void aColumnThatIsNotThereIsNamed() throws IOException {
    Files.writeString(text, FLOWERS.replace("width_mm", "breadth"));
    Result result = train();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors())
        .contains("flowers.csv has no column 'breadth' (size, flowers.nnet:2:12)")
        .contains("it has id, Length, Width (mm), soil, kind");
  }

  @Test
  void tooFewRowsAreAnError() throws IOException {
    Files.writeString(folder.resolve("flowers.csv"), table(3, ""));
    assertThat(train().errors()).contains("3 examples are too few to leave one in ten for testing");
  }

  @Test
  void numbersArePredictedAsNumbers() throws IOException {
    Files.writeString(
        text,
        """
        network Line {
            input  x: f32[B]
            target y: f32[B, 1]
            output p: f32[B, 1]
            p = unsqueeze(x, 1) -> dense(1)
            train {
                loss = mse(p, y)  metrics = [mae(p, y)]  optimizer = sgd(lr=0.1)
                batch = 5  epochs = 60
            }
        }
        """);
    StringBuilder table = new StringBuilder("x,y\n");
    for (int i = 0; i < 20; i++) {
      table.append(i % 4 - 1).append(',').append(2 * (i % 4) - 1).append('\n');
    }
    Path rows = Files.writeString(folder.resolve("line.csv"), table);
    Result trained = train("--data", rows);
    assertThat(trained.errors()).isEmpty();
    assertThat(trained.out()).containsPattern("test.* mae 0\\.0");
    assertThat(Result.run("evaluate", text, "--weights", weights, "--data", rows).out())
        .containsPattern("test.* mae 0\\.0");
    assertThat(Result.run("predict", text, "--weights", weights, "--input", rows).out())
        .containsPattern("    2  p 1\\.0")
        .containsPattern("    4  p 5\\.0");
  }
}
