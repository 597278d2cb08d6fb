package dev.nnet.examples.transfer;

import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.IdxDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Learns seven classes of pictures from all there are, then three others from a few: once from
 * nothing, once beginning with what it knows.
 *
 * <pre>
 * Transfer /usr/share/datasets/fashion-mnist 20
 * </pre>
 */
public final class Transfer {
  /** Shoes of Fashion-MNIST, whose other classes are clothes and a bag. */
  private static final List<Integer> NEW = List.of(5, 7, 9);

  private static final int EPOCHS_OF_ALL = 10;

  private final IdxDataset train;
  private final IdxDataset test;
  private final int pictures;
  private final int epochs;

  /**
   * Over the pictures of a folder.
   *
   * @param pictures of each new class
   * @param epochs over all pictures of the known classes
   */
  Transfer(Path data, int pictures, int epochs) throws IOException {
    this.train = IdxDataset.find(data, "train", "image", "label");
    this.test = IdxDataset.find(data, "t10k", "image", "label");
    this.pictures = pictures;
    this.epochs = epochs;
  }

  /**
   * The program.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: Transfer DATA PICTURES");
      System.exit(2);
    }
    Result result = new Transfer(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 3).run();
    System.out.printf(
        Locale.ROOT,
        "seven known classes        %.2f %%%nthree new, from nothing    %.2f %%%n"
            + "three new, head alone      %.2f %%%nthree new, then all layers %.2f %%%n",
        100 * result.known,
        100 * result.fromNothing,
        100 * result.headAlone,
        100 * result.allLayers);
  }

  /** Accuracies on the test pictures. */
  record Result(double known, double fromNothing, double headAlone, double allLayers) {}

  Result run() throws IOException {
    Path weights = Files.createTempFile("known", ".safetensors");
    try {
      double known = learnKnown(weights);
      double fromNothing = learnFew(Few.create(1));
      Few few = Few.create(1).adopt(weights, System.out::println);
      try (Few.HeadTrainer head = few.headTrainer().threads(threads())) {
        head.fit(few());
        double headAlone = head.evaluate(fewTest()).accuracy();
        return new Result(known, fromNothing, headAlone, learnFew(head.network()));
      }
    } finally {
      Files.delete(weights);
    }
  }

  private double learnKnown(Path weights) throws IOException {
    try (Known.Trainer trainer = Known.create(1).trainer()) {
      trainer.threads(threads()).epochs(epochs);
      trainer.fit(of(train, knownClasses(), Integer.MAX_VALUE));
      trainer.network().save(weights);
      return trainer.evaluate(of(test, knownClasses(), Integer.MAX_VALUE)).accuracy();
    }
  }

  /** Trains all layers, with a small rate so that little is forgotten. */
  private double learnFew(Few network) {
    try (Few.Trainer trainer = network.trainer()) {
      trainer.threads(threads()).epochs(EPOCHS_OF_ALL).lr("3e-4");
      trainer.fit(few());
      return trainer.evaluate(fewTest()).accuracy();
    }
  }

  private Dataset few() {
    return of(train, NEW, pictures);
  }

  private Dataset fewTest() {
    return of(test, NEW, Integer.MAX_VALUE);
  }

  private static List<Integer> knownClasses() {
    List<Integer> known = new ArrayList<>();
    for (int label = 0; label < 10; label++) {
      if (!NEW.contains(label)) {
        known.add(label);
      }
    }
    return known;
  }

  /** The first pictures of some classes, which are numbered anew. */
  private static Dataset of(IdxDataset all, List<Integer> classes, int most) {
    int[] counts = new int[classes.size()];
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int label = classes.indexOf(all.label(i));
      if (label >= 0 && counts[label]++ < most) {
        numbers.add(i);
      }
    }
    return Dataset.of(
        numbers,
        (number, row) -> {
          row.put("image", all.image(number));
          row.put("label", classes.indexOf(all.label(number)));
        });
  }

  private static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }
}
