package dev.nnet.cli;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.data.IdxDataset;
import java.io.IOException;
import java.nio.file.Path;

/** Which of a network's borders is the picture, the label, the scores. */
record Borders(BorderSpec picture, BorderSpec label, BorderSpec scores) {

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

  /** The part {@code train} or {@code t10k} of the IDX files in a directory. */
  IdxDataset read(Path directory, String part) throws IOException {
    return IdxDataset.find(directory, part, picture.name(), label.name());
  }
}
