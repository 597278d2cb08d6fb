package dev.nnet.cli;

import dev.nnet.images.ImageFolder;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.Holdout;
import dev.nnet.runtime.data.IdxDataset;
import dev.nnet.runtime.data.LabelledLines;
import dev.nnet.runtime.data.Malformed;
import dev.nnet.runtime.data.Npz;
import dev.nnet.runtime.data.TableDataset;
import dev.nnet.runtime.data.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a network learns from, and what it is tested with.
 *
 * <pre>
 *   flowers.csv, digits.npz      a table or arrays; every tenth example is left for testing
 *   reviews.txt                  a label, a tab and a text in each line, likewise
 *   data/train.csv, test.csv     a folder with two of them
 *   data/train-images-idx3-..    a folder of IDX files, as MNIST has them
 *   data/train, data/test        two folders with a folder of pictures for each class
 *   data/daisy, data/tulip       a folder for each class, every tenth picture for testing
 * </pre>
 */
record TrainingData(Dataset train, Dataset test) {
  /** What is left for testing, and how it is chosen. */
  private static final double TEST = 0.1;

  private static final long SEED = 1;

  /** As many of those that are skipped are told one by one. */
  private static final int TOLD = 5;

  /** Reads data of a network; what is left out is told to {@code System.err}. */
  static final class Reader {
    private final ModelSpec spec;
    private final ClassNames known;
    private final Malformed malformed;

    /**
     * @param known the names of classes of the weights; null if they are to be learned
     */
    Reader(ModelSpec spec, ClassNames known, Malformed malformed) {
      this.spec = spec;
      this.known = known;
      this.malformed = malformed;
    }

    /**
     * Finds out what lies there.
     *
     * @throws IOException if nothing does, or it does not fit the network
     */
    TrainingData read(Path place) throws IOException {
      if (!Files.exists(place)) {
        throw new NoSuchFileException(place.toString());
      }
      if (!Files.isDirectory(place)) {
        return text(place) ? split(place, lines(place)) : split(place, whole(place));
      }
      for (String kind : List.of(".csv", ".npz", ".txt")) {
        Path train = place.resolve("train" + kind);
        if (Files.isRegularFile(train)) {
          Dataset learned = file(train, known);
          ClassNames names = known == null ? learned.classNames() : known;
          return new TrainingData(learned, file(place.resolve("test" + kind), names));
        }
      }
      return pictures(place);
    }

    /** Words are numbered by the lines that are learned from, labels by all. */
    private TrainingData split(Path place, LabelledLines lines) throws IOException {
      LabelledLines test = lines.part(1 - TEST, 1, SEED);
      if (test.size() == 0) {
        throw tooFew(place, lines.size());
      }
      Texts texts = Texts.of(spec, place);
      LabelledLines train = lines.part(0, 1 - TEST, SEED);
      if (known != null) {
        return new TrainingData(
            texts.tested(train, known, place), texts.tested(test, known, place));
      }
      Dataset learned = texts.learned(train, lines.labels(), place);
      return new TrainingData(learned, texts.tested(test, learned.classNames(), place));
    }

    private static boolean text(Path file) {
      return file.toString().endsWith(".txt");
    }

    private LabelledLines lines(Path file) throws IOException {
      LabelledLines lines = LabelledLines.read(file, malformed);
      tell(file, lines.problems(), lines.skipped());
      return lines;
    }

    private static IOException tooFew(Path place, int examples) {
      return new IOException(
          place + ": " + examples + " examples are too few to leave one in ten for testing");
    }

    private static TrainingData split(Path place, Dataset all) throws IOException {
      Holdout parts = Holdout.of(all, TEST, SEED);
      if (parts.kept().size() == 0) {
        throw tooFew(place, all.size());
      }
      return new TrainingData(parts.rest(), parts.kept());
    }

    /** The examples of a table or of arrays, all of them. */
    Dataset whole(Path file) throws IOException {
      return file(file, known);
    }

    private Dataset file(Path file, ClassNames names) throws IOException {
      if (file.toString().endsWith(".npz")) {
        return Npz.read(file).dataset(spec);
      }
      if (text(file)) {
        Texts texts = Texts.of(spec, file);
        LabelledLines lines = lines(file);
        return names == null
            ? texts.learned(lines, lines.labels(), file)
            : texts.tested(lines, names, file);
      }
      TableReader reader = TableReader.of(spec).with(malformed);
      TableDataset table = (names == null ? reader : reader.with(names)).read(file);
      tell(file, table.problems(), table.skipped());
      if (!table.unused().isEmpty()) {
        System.err.println(file + ": not used: " + String.join(", ", table.unused()));
      }
      return table;
    }

    /** What was left out: some of it word by word. */
    private static void tell(Path place, List<String> problems, int count) {
      problems.stream().limit(TOLD).forEach(p -> System.err.println("skipped " + p));
      if (count > 0) {
        System.err.printf("%s: %d skipped%n", place, count);
      }
    }

    private TrainingData pictures(Path directory) throws IOException {
      BorderSpec picture = only(BorderSpec.Kind.INPUT);
      BorderSpec label = only(BorderSpec.Kind.TARGET);
      try (Stream<Path> files = Files.list(directory)) {
        if (files.anyMatch(f -> f.getFileName().toString().contains("-idx3-"))) {
          return new TrainingData(
              IdxDataset.find(directory, "train", picture.name(), label.name()),
              IdxDataset.find(directory, "t10k", picture.name(), label.name()));
        }
      }
      Path train = directory.resolve("train");
      Path test = directory.resolve("test");
      if (Files.isDirectory(train) && Files.isDirectory(test)) {
        ImageFolder learned = open(train, picture, label, known);
        ClassNames names = learned.classNames();
        return new TrainingData(learned, open(test, picture, label, names));
      }
      return split(directory, open(directory, picture, label, known));
    }

    private BorderSpec only(BorderSpec.Kind kind) {
      List<BorderSpec> found = spec.bordersOf(kind);
      if (found.size() != 1) {
        throw new IllegalArgumentException(
            spec.network()
                + " has "
                + found.size()
                + " borders of kind "
                + kind
                + ", pictures need one; for more there are tables and npz files");
      }
      return found.get(0);
    }

    private ImageFolder open(Path folder, BorderSpec picture, BorderSpec label, ClassNames names)
        throws IOException {
      ImageFolder pictures =
          ImageFolder.open(folder, spec.channels(picture), picture.name(), label.name());
      if (names != null && !names.of(label.name()).isEmpty()) {
        pictures = pictures.with(names);
      }
      int classes = pictures.classes().size();
      if (classes > label.bound()) {
        throw new IOException(
            folder + " has " + classes + " classes, '" + label.name() + "' is " + label.type());
      }
      if (malformed == Malformed.REFUSE) {
        return pictures;
      }
      Map<Integer, String> damaged = pictures.damaged();
      tell(folder, List.copyOf(damaged.values()), damaged.size());
      return pictures.without(damaged.keySet());
    }
  }
}
