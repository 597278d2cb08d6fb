package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Metrics;
import dev.nnet.runtime.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Metrics over a whole dataset beside their definitions, whatever the batches were. */
class MetricsTest {
  private static final int SIZE = 103;
  private static final int CLASSES = 4;

  private static final String CLASSIFIER =
      """
      network N {
          input  x: f32[B, 4]
          target c: index<4>[B]
          target b: bool[B]
          output y: f32[B, 4]
          y = x * w(x)
          s = y[:, 0] - y[:, 1]
          train {
              loss = cross_entropy(y, c)
              optimizer = sgd(lr=0)
              batch = BATCH
              epochs = 1
              metrics = [
                  accuracy(y, c), top_k_accuracy(y, c, k=2), precision(y, c), recall(y, c), f1(y, c),
                  precision(y, c, of=1), recall(y, c, of=1), f1(y, c, of=1), auc(s, b),
                  binary_accuracy(s, b), perplexity(y, c), max(y, axis=all),
                  perplexity(y, c, ignore=2), cross_entropy(y, c, weight=[1, 0.5, 3, 1]),
                  to_float(argmax(sum(y, axis=0))), 1 - mse(s, y[:, 0]) / var(s, axis=0),
                  1 - mse(s, y[:, 0]) / (mean(s * s, axis=0) - mean(s, axis=0) ^ 2)
              ]
          }
      }
      block w { input x: f32[...]
          param g: f32 = ones
          return g }
      """;

  private final float[][] scores = new float[SIZE][CLASSES];
  private final int[] labels = new int[SIZE];
  private final boolean[] truths = new boolean[SIZE];

  MetricsTest() {
    Random random = new Random(8);
    for (int i = 0; i < SIZE; i++) {
      labels[i] = random.nextInt(3); // class 3 is never a label
      for (int c = 0; c < CLASSES; c++) {
        scores[i][c] = random.nextInt(9) / 2f - 2 + (c == labels[i] ? 1 : c == 3 ? -2 : 0);
      }
      truths[i] = random.nextInt(3) == 0 || labels[i] == 0;
    }
  }

  private Metrics measure(int batch, List<EpochReport> training) {
    return measure(CLASSIFIER, batch, training);
  }

  private Metrics measure(String text, int batch, List<EpochReport> training) {
    CompiledNetwork network = TestNetworks.compile(text.replace("BATCH", "" + batch));
    Dataset data =
        Dataset.of(
            IntStream.range(0, SIZE).boxed().toList(),
            (i, row) -> {
              row.put("x", scores[i]);
              row.put("c", labels[i]);
              row.put("b", truths[i]);
            });
    try (Trainer trainer = Trainer.create(Model.create(network.load(), 1), "")) {
      trainer.onEpoch(training::add).fit(data, data);
      return trainer.evaluate(data);
    }
  }

  @Test
  void aTableIsCountedOverAllExamples() {
    double[][] expected = new double[CLASSES][CLASSES];
    for (int i = 0; i < SIZE; i++) {
      expected[labels[i]][answer(i)]++;
    }
    List<EpochReport> training = new ArrayList<>();
    String text = CLASSIFIER.replace(" accuracy(y, c)", " accuracy(y, c), confusion(y, c)");
    Metrics m = measure(text, 16, training);
    assertThat(m.table("confusion")).isDeepEqualTo(expected);
    assertThat(training.get(0).metrics().table("confusion")).isDeepEqualTo(expected);
    assertThat(m.values()).doesNotContainKey("confusion");
  }

  private int answer(int i) {
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      best = scores[i][c] > scores[i][best] ? c : best;
    }
    return best;
  }

  private int[][] confusion() {
    int[][] confusion = new int[CLASSES][CLASSES];
    for (int i = 0; i < SIZE; i++) {
      confusion[labels[i]][answer(i)]++;
    }
    return confusion;
  }

  private static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }

  @Test
  void areThoseOfTheirDefinitions() {
    List<EpochReport> epochs = new ArrayList<>();
    Metrics m = measure(7, epochs);
    int[][] confusion = confusion();
    double right = 0;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    int occurring = 0;
    double[] ofOne = new double[3];
    for (int c = 0; c < CLASSES; c++) {
      int present = IntStream.of(confusion[c]).sum();
      int answered = 0;
      for (int[] row : confusion) {
        answered += row[c];
      }
      double p = ratio(confusion[c][c], answered);
      double r = ratio(confusion[c][c], present);
      double f = ratio(2 * p * r, p + r);
      right += confusion[c][c];
      precision += p;
      recall += r;
      f1 += f;
      occurring += present + answered > 0 ? 1 : 0;
      if (c == 1) {
        ofOne = new double[] {p, r, f};
      }
    }
    assertThat(m.value("accuracy")).isEqualTo(right / SIZE);
    assertThat(m.value("precision")).isCloseTo(precision / occurring, within(1e-12));
    assertThat(m.value("recall")).isCloseTo(recall / occurring, within(1e-12));
    assertThat(m.value("f1")).isCloseTo(f1 / occurring, within(1e-12));
    assertThat(m.value("precision_2")).isCloseTo(ofOne[0], within(1e-12));
    assertThat(m.value("recall_2")).isCloseTo(ofOne[1], within(1e-12));
    assertThat(m.value("f1_2")).isCloseTo(ofOne[2], within(1e-12));
    assertThat(m.value("auc")).isCloseTo(auc(), within(1e-12));
    assertThat(m.value("perplexity")).isCloseTo(Math.exp(m.loss()), within(1e-5));
    double within2 = 0;
    double signs = 0;
    for (int i = 0; i < SIZE; i++) {
      int above = 0;
      for (float score : scores[i]) {
        above += score > scores[i][labels[i]] ? 1 : 0;
      }
      within2 += above < 2 ? 1 : 0;
      signs += scores[i][0] - scores[i][1] > 0 == truths[i] ? 1 : 0;
    }
    assertThat(m.value("top_k_accuracy")).isEqualTo(within2 / SIZE);
    assertThat(m.value("binary_accuracy")).isEqualTo(signs / SIZE);
    double[] hits = new double[CLASSES]; // the loss of each class
    double[] times = new double[CLASSES];
    for (int i = 0; i < SIZE; i++) {
      double sum = 0;
      for (float score : scores[i]) {
        sum += Math.exp(score);
      }
      hits[labels[i]] += Math.log(sum) - scores[i][labels[i]];
      times[labels[i]]++;
    }
    double others = (hits[0] + hits[1] + hits[3]) / (times[0] + times[1] + times[3]);
    assertThat(m.value("perplexity_2")).isCloseTo(Math.exp(others), within(1e-5));
    double weighted = hits[0] + 0.5 * hits[1] + 3 * hits[2] + hits[3];
    double weights = times[0] + 0.5 * times[1] + 3 * times[2] + times[3];
    assertThat(m.value("cross_entropy")).isCloseTo(weighted / weights, within(1e-5));
    assertThat(m.value("metric_2")).isCloseTo(determination(), within(1e-5));

    assertThat(epochs).hasSize(1);
    assertThat(epochs.get(0).validation()).contains(m);
    assertThat(epochs.get(0).metrics().value("f1")).isEqualTo(m.value("f1"));
    assertThat(epochs.get(0).metrics().value("auc")).as("of evaluation only").isNaN();
  }

  /** R squared of y[0] as an answer to s. */
  private double determination() {
    double mean = 0;
    for (float[] y : scores) {
      mean += (y[0] - y[1]) / SIZE;
    }
    double missed = 0;
    double spread = 0;
    for (float[] y : scores) {
      missed += y[1] * y[1];
      spread += Math.pow(y[0] - y[1] - mean, 2);
    }
    return 1 - missed / spread;
  }

  /** All pairs of a true and a false example. */
  private double auc() {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < SIZE; i++) {
      for (int k = 0; k < SIZE; k++) {
        if (truths[i] && !truths[k]) {
          float a = scores[i][0] - scores[i][1];
          float b = scores[k][0] - scores[k][1];
          won += a > b ? 1 : a == b ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return won / pairs;
  }

  @Test
  void doNotDependOnBatches() {
    Metrics seven = measure(7, new ArrayList<>());
    CompiledNetwork network = TestNetworks.compile(CLASSIFIER.replace("BATCH", "7"));
    List<String> exact =
        network.spec().train("").metrics().stream()
            .filter(m -> !m.formula().equals("average(0)"))
            .map(MetricSpec::name)
            .toList();
    assertThat(exact).hasSize(seven.values().size() - 3); // maxima, argmax, R2 by batches
    for (int batch : new int[] {1, 32, SIZE, 200}) {
      Metrics other = measure(batch, new ArrayList<>());
      for (String name : exact) {
        assertThat(other.value(name)).as(name).isCloseTo(seven.value(name), within(1e-6));
      }
    }
  }

  @Test
  void formulasAreOfSums() {
    CompiledNetwork network = TestNetworks.compile(CLASSIFIER.replace("BATCH", "7"));
    List<MetricSpec> metrics = network.spec().train("").metrics();
    assertThat(metrics.get(0).formula()).isEqualTo("divide(total(0),total(1))");
    assertThat(metrics.get(8).formula()).isEqualTo("auc(column(0),column(1))");
    assertThat(metrics.get(10).formula()).isEqualTo("exp(negate(divide(total(0),total(1))))");
    assertThat(metrics.get(11).formula()).as("a maximum").isEqualTo("average(0)");
    assertThat(metrics.get(13).formula())
        .isEqualTo("divide(negate(total(0)),where(less(0.0,total(1)),total(2),1.0))");
    assertThat(metrics.get(14).formula()).as("argmax").isEqualTo("average(0)");
    assertThat(metrics.get(15).formula()).as("a statistic in a sum").isEqualTo("average(0)");
  }

  /** Errors of steps count, not of sequences; a root is drawn of all of them together. */
  @Test
  void ofSequencesCountEveryStep() {
    CompiledNetwork network =
        TestNetworks.compile(
            """
            network S {
                sequence T <= 6
                input  x: f32[B, T, 1]
                target t: f32[B, T, 1]
                output y: f32[B, T, 1]
                y = x -> dense(1)
                train {
                    loss = mse(y, t)
                    optimizer = sgd(lr=0.1)
                    batch = 3
                    metrics = [rmse(y, t), mae(y, t), mse(y, t)]
                }
            }
            """);
    int[] lengths = {1, 6, 2, 5, 3, 3, 4};
    Dataset data =
        Dataset.of(
            IntStream.range(0, lengths.length).boxed().toList(),
            (i, row) -> {
              float[][] x = new float[lengths[i]][1];
              float[][] t = new float[lengths[i]][1];
              for (int k = 0; k < lengths[i]; k++) {
                t[k][0] = i + k;
              }
              row.put("x", x);
              row.put("t", t);
            });
    double squares = 0;
    double sizes = 0;
    double count = 0;
    for (int i = 0; i < lengths.length; i++) {
      for (int k = 0; k < lengths[i]; k++) {
        squares += (i + k) * (i + k);
        sizes += i + k;
        count++;
      }
    }
    try (Trainer trainer = Trainer.create(Model.create(network.load(), 1), "")) {
      Metrics m = trainer.evaluate(data);
      assertThat(m.value("rmse")).isCloseTo(Math.sqrt(squares / count), within(1e-6));
      assertThat(m.value("mse")).isCloseTo(squares / count, within(1e-6));
      assertThat(m.value("mae")).isCloseTo(sizes / count, within(1e-6));
    }
  }

  /** Answers behind the end of a sequence are none. */
  @Test
  void classesOfSequencesAreCountedByStep() {
    CompiledNetwork network =
        TestNetworks.compile(
            """
            network S {
                sequence T <= 5
                input  x: f32[B, T, 3]
                target c: index<3>[B, T]
                output y: f32[B, T, 3]
                y = x
                train {
                    loss = cross_entropy(y * (x -> one), c)
                    optimizer = sgd(lr=0.1)
                    batch = 3
                    metrics = [precision(y, c), recall(y, c), f1(y, c), f1(y, c, of=1)]
                }
            }
            block one { input x: f32[...]
                param g: f32 = ones
                return g }
            """);
    int[] lengths = {1, 5, 2, 4};
    Random random = new Random(4);
    int[][] confusion = new int[3][3];
    List<float[][]> inputs = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    for (int length : lengths) {
      float[][] x = new float[length][3];
      int[] c = new int[length];
      for (int k = 0; k < length; k++) {
        int answer = random.nextInt(3);
        c[k] = random.nextInt(3);
        x[k][answer] = 1;
        confusion[c[k]][answer]++;
      }
      inputs.add(x);
      labels.add(c);
    }
    Dataset data =
        Dataset.of(
            IntStream.range(0, lengths.length).boxed().toList(),
            (i, row) -> {
              row.put("x", inputs.get(i));
              row.put("c", labels.get(i));
            });
    double[] mean = new double[3];
    double ofOne = 0;
    for (int c = 0; c < 3; c++) {
      double present = IntStream.of(confusion[c]).sum();
      double answered = confusion[0][c] + confusion[1][c] + confusion[2][c];
      double f = ratio(2 * confusion[c][c], present + answered);
      mean[0] += ratio(confusion[c][c], answered) / 3;
      mean[1] += ratio(confusion[c][c], present) / 3;
      mean[2] += f / 3;
      ofOne = c == 1 ? f : ofOne;
    }
    try (Trainer trainer = Trainer.create(Model.create(network.load(), 1), "")) {
      Metrics m = trainer.evaluate(data);
      assertThat(m.value("precision")).isCloseTo(mean[0], within(1e-6));
      assertThat(m.value("recall")).isCloseTo(mean[1], within(1e-6));
      assertThat(m.value("f1")).isCloseTo(mean[2], within(1e-6));
      assertThat(m.value("f1_2")).isCloseTo(ofOne, within(1e-6));
    }
  }
}
