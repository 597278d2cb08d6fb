package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.ArrayDataset;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.TableDataset;
import dev.nnet.runtime.data.TableReader;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, from a file to predictions that have names. */
class TablesTest {
  private static final CompiledNetwork SIZES =
      TestNetworks.compile(
          """
          network Sizes {
              input  body:  f32[B, 2]
              input  age:   f32[B]
              target kind:  index<3>[B]
              output score: f32[B, 3]
              preprocess body from columns[height_cm, mass] -> standardize
              preprocess age from columns[years] -> standardize
              score = concat(body, unsqueeze(age, 1)) -> dense(3)
              train {
                  loss = cross_entropy(score, kind)  optimizer = adam(lr=0.05)
                  metrics = [accuracy(score, kind)]  batch = 8  epochs = 40
              }
          }
          """);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    StringBuilder table = new StringBuilder("Height (cm),mass,years,kind\n");
    for (int i = 0; i < 60; i++) {
      int kind = i % 3;
      table.append(1000 + 100 * kind + i % 7).append(',').append(5e4 + i % 11).append(',');
      table
          .append(20 + i % 2)
          .append(',')
          .append("small medium tall".split(" ")[kind])
          .append('\n');
    }
    file = Files.writeString(folder.resolve("sizes.csv"), table);
  }

  private Model trained(int threads) throws IOException {
    TableDataset data = TableReader.of(SIZES.spec()).read(file);
    try (Trainer t = Trainer.create(Model.create(SIZES.load(), 1), "").threads(threads)) {
      t.fit(data);
      assertThat(t.evaluate(data).value("accuracy")).isEqualTo(1);
      return t.model();
    }
  }

  @Test
  void learnsFromColumnsOfVeryDifferentSizes() throws IOException {
    Model model = trained(1);
    assertThat(model.weights().get("body.mean")[0]).isCloseTo(1103, Offset.offset(1f));
    assertThat(model.weights().get("body.std")[1]).isCloseTo(3.2f, Offset.offset(0.2f));
    assertThat(model.weights().get("age.mean")).containsExactly(20.5f);
    assertThat(model.weights().get("age.std")).containsExactly(0.5f);
    assertThat(trained(2).weights().get("score/dense_1.weight"))
        .isEqualTo(model.weights().get("score/dense_1.weight"));
  }

  /** Learned in deviations from the mean, answered in the units of the data. */
  @Test
  void aTargetMayBeStandardized() {
    CompiledNetwork house =
        TestNetworks.compile(
            """
            network House {
                input  area:  f32[B]
                target price: f32[B]
                output answer: f32[B]
                preprocess area  from columns[area] -> standardize
                preprocess price from columns[price] -> standardize
                guess  = unsqueeze(area, 1) -> dense(1) -> squeeze(1)
                answer = guess * price.std + price.mean
                train {
                    loss = mse(guess, price)  optimizer = adam(lr=0.05)
                    metrics = [mae(answer, price * price.std + price.mean)]
                    batch = 8  epochs = 60
                }
            }
            """);
    Dataset data =
        new ArrayDataset(40)
            .with("area", floats(i -> 50 + 5f * (i % 10)))
            .with("price", floats(i -> 200_000 + 15_000f * (i % 10)));
    try (Trainer t = Trainer.create(Model.create(house.load(), 1), "")) {
      t.fit(data);
      assertThat(t.evaluate(data).value("mae")).isLessThan(500);
      Model model = t.model();
      assertThat(model.weights().get("price.mean")[0]).isEqualTo(267_500);
      float[] answer = (float[]) model.run(Map.of("area", 70f)).get("answer");
      assertThat(answer[0]).isCloseTo(260_000, Offset.offset(1_000f));
    }
  }

  private static float[] floats(IntToDoubleFunction of) {
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) of.applyAsDouble(i);
    }
    return values;
  }

  @Test
  void namesOfClassesAreKeptWithTheWeights() throws IOException {
    Path weights = folder.resolve("w.safetensors");
    trained(1).save(weights);
    Model model = Model.load(SIZES.load(), weights);
    assertThat(model.classNames().of("kind")).containsExactly("medium", "small", "tall");
    float[] score =
        (float[]) model.run(Map.of("body", new float[] {1203, 50_005}, "age", 21f)).get("score");
    assertThat(score[2]).isGreaterThan(score[0]).isGreaterThan(score[1]);
    assertThat(model.classNames().name("kind", 2)).isEqualTo("tall");
    assertThat(model.classNames().name("kind", 7)).isEqualTo("7");
  }

  @Test
  void aRunThatIsResumedKnowsTheNames() throws IOException {
    Path checkpoint = folder.resolve("run.safetensors");
    Dataset data = TableReader.of(SIZES.spec()).read(file);
    try (Trainer t = Trainer.create(Model.create(SIZES.load(), 1), "").epochs(1)) {
      t.fit(data);
      t.checkpoint(checkpoint);
    }
    try (Trainer t = Trainer.resume(SIZES.load(), checkpoint)) {
      assertThat(t.model().classNames().of("kind")).containsExactly("medium", "small", "tall");
    }
  }

  @Test
  void weightsOfOtherColumnsDoNotFit() throws IOException {
    String swapped = SIZES.spec().interfaceText();
    assertThat(swapped).contains("input body: f32[B, 2] from [height_cm, mass]");
  }

  @Test
  void stepsOfASequenceAreStandardizedWithoutPadding() {
    CompiledNetwork network =
        TestNetworks.compile(
            """
            network Steps {
                sequence T <= 5
                input  x: f32[B, T, 2]
                target t: f32[B]
                output y: f32[B]
                preprocess x from f32[T, 2] -> standardize
                y = squeeze(x -> mean(axis=T) -> dense(1), axis=1)
                train { loss = mse(y, t)  optimizer = sgd(lr=0.1)  batch = 2  epochs = 1 }
            }
            """);
    List<float[][]> samples =
        List.of(new float[][] {{1, 10}}, new float[][] {{2, 30}, {3, 20}, {6, 20}});
    Dataset data =
        Dataset.of(
            samples,
            (steps, row) -> {
              row.put("x", steps);
              row.put("t", 1f);
            });
    try (Trainer t = Trainer.create(Model.create(network.load(), 1), "")) {
      t.fit(data);
      assertThat(t.model().weights().get("x.mean")).containsExactly(3, 20);
      assertThat(t.model().weights().get("x.std")[1])
          .isCloseTo((float) Math.sqrt(50), Offset.offset(1e-5f));
    }
  }

  @Test
  void datasetsWithoutNamesLeaveThoseThatAreThere() {
    Model model = Model.create(SIZES.load(), 1).with(ClassNames.of("kind", List.of("a", "b")));
    try (Trainer t = Trainer.create(model, "").epochs(0)) {
      t.fit(
          Dataset.of(
              List.of(0),
              (i, row) -> {
                row.put("body", new float[] {i, i});
                row.put("age", (float) i);
                row.put("kind", i);
              }));
      assertThat(t.model().classNames().of("kind")).containsExactly("a", "b");
    }
  }
}
