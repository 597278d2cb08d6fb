package dev.nnet.cli;

import dev.nnet.images.ImageFolder;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.data.IdxDataset;
import dev.nnet.runtime.data.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which of a network's borders is the picture, the label, the scores. */
record Borders(BorderSpec picture, BorderSpec label, BorderSpec scores) {
  /** The part of a folder that is left for testing, and how it is chosen. */
  private static final double TEST = 0.1;

  private static final long SEED = 1;

  /**
   * The only input, target and output.
   *
   * @throws IllegalArgumentException if there are several: then a program of one's own is needed
   */
  static Borders of(ModelSpec spec) {
    return new Borders(
        only(spec, BorderSpec.Kind.INPUT),
        only(spec, BorderSpec.Kind.TARGET),
        only(spec, BorderSpec.Kind.OUTPUT));
  }

  private static BorderSpec only(ModelSpec spec, BorderSpec.Kind kind) {
    var found = spec.borders().stream().filter(b -> b.kind() == kind).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          spec.network()
              + " has "
              + found.size()
              + " borders of kind "
              + kind
              + ", this command needs one");
    }
    return found.get(0);
  }

  /** Pictures to learn from and to test with. */
  record Data(LabelledImages train, LabelledImages test) {}

  /**
   * The data of a directory: IDX files as MNIST has them; or folders {@code train} and {@code test}
   * with a folder of pictures for each class; or one folder for each class, of whose pictures every
   * tenth is left for testing.
   */
  Data read(Path directory, int channels) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.anyMatch(f -> f.getFileName().toString().contains("-idx3-"))) {
        return new Data(
            IdxDataset.find(directory, "train", picture.name(), label.name()),
            IdxDataset.find(directory, "t10k", picture.name(), label.name()));
      }
    }
    Path train = directory.resolve("train");
    Path test = directory.resolve("test");
    if (Files.isDirectory(train) && Files.isDirectory(test)) {
      return new Data(open(train, channels), open(test, channels));
    }
    ImageFolder all = open(directory, channels);
    return new Data(all.part(0, 1 - TEST, SEED), all.part(1 - TEST, 1, SEED));
  }

  private ImageFolder open(Path folder, int channels) throws IOException {
    ImageFolder pictures = ImageFolder.open(folder, channels, picture.name(), label.name());
    if (pictures.classes().size() > label.bound()) {
      throw new IOException(
          folder
              + " has "
              + pictures.classes().size()
              + " classes, '"
              + label.name()
              + "' is "
              + label.type());
    }
    return pictures;
  }
}
