package dev.nnet.examples.tabular;

import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.Malformed;
import dev.nnet.runtime.data.TableDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Learns to tell the sex of penguins from a table, then tells it.
 *
 * <pre>
 * Sexing validate data/penguins.csv                         trains four times on three quarters
 * Sexing train data/penguins.csv penguins.safetensors
 * Sexing tell penguins.safetensors Gentoo Biscoe 46.1 13.2 211 4500
 * </pre>
 */
public final class Sexing {
  private static final int FOLDS = 4;

  private Sexing() {}

  /**
   * The program.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    if (words.size() == 2 && words.get(0).equals("validate")) {
      TableDataset all = read(Path.of(words.get(1)));
      System.out.printf("%d penguins, %d rows left out%n", all.size(), all.skipped());
      System.out.printf("accuracy %.2f %%%n", 100 * accuracy(all));
    } else if (words.size() == 3 && words.get(0).equals("train")) {
      learn(read(Path.of(words.get(1))), 1).save(Path.of(words.get(2)));
    } else if (words.size() == 8 && words.get(0).equals("tell")) {
      Penguins net = Penguins.load(Path.of(words.get(1)));
      float[] body = new float[4];
      for (int i = 0; i < body.length; i++) {
        body[i] = Float.parseFloat(words.get(4 + i));
      }
      System.out.println(tell(net, words.get(2), words.get(3), body));
    } else {
      System.err.println("usage: Sexing validate TABLE | train TABLE WEIGHTS");
      System.err.println("     | tell WEIGHTS SPECIES ISLAND BEAK_LENGTH BEAK_DEPTH FLIPPER MASS");
      System.exit(2);
    }
  }

  /** The penguins of whom everything is known. */
  static TableDataset read(Path table) throws IOException {
    return Penguins.tables().with(Malformed.SKIP).read(table);
  }

  static Penguins learn(Dataset penguins, long seed) {
    try (Penguins.Trainer trainer = Penguins.create(seed).trainer()) {
      trainer.seed(seed).fit(penguins);
      return trainer.network();
    }
  }

  /** The share of right answers where every fourth penguin was kept back, in four turns. */
  static double accuracy(Dataset all) {
    double right = 0;
    for (int k = 0; k < FOLDS; k++) {
      int fold = k;
      Penguins net = learn(some(all, i -> i % FOLDS != fold), 1);
      Dataset rest = some(all, i -> i % FOLDS == fold);
      try (Penguins.Trainer trainer = net.trainer()) {
        right += trainer.evaluate(rest).accuracy() * rest.size();
      }
    }
    return right / all.size();
  }

  private static Dataset some(Dataset all, IntPredicate wanted) {
    List<Integer> numbers = IntStream.range(0, all.size()).filter(wanted).boxed().toList();
    return Dataset.of(numbers, all::read);
  }

  /** The sex of one penguin, as the table calls it. */
  static String tell(Penguins net, String species, String island, float... body) {
    int kind = net.speciesNames().indexOf(species);
    int home = net.islandNames().indexOf(island);
    if (kind < 0 || home < 0) {
      throw new IllegalArgumentException(
          "species are " + net.speciesNames() + ", islands " + net.islandNames());
    }
    float[] logits = net.predict(body, kind, home).logits();
    return net.sexNames().get(logits[1] > logits[0] ? 1 : 0);
  }
}
