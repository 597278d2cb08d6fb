package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.Malformed;
import dev.nnet.runtime.data.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the data of a command are, and what to do with what is wrong in them. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PLACE",
      description =
          "a table (.csv), arrays (.npz), labelled lines (.txt), or a folder: train and test of"
              + " those, IDX files, or pictures with a folder for each class; the text's if unsaid")
  Path place;

  @Option(
      names = "--skip-malformed",
      description = "leaves out rows and pictures that cannot be used, and counts them")
  boolean skip;

  /**
   * Reads the data.
   *
   * @param section whose {@code data} is meant if the option is not given
   * @param known the names of classes of the weights; null if they are to be learned
   */
  TrainingData read(NetworkFile source, CompiledNetwork network, String section, ClassNames known)
      throws IOException {
    return hinted(() -> reader(network, known).read(place(source, network, section)));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T hinted(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (MalformedException e) {
      throw new IOException(e.getMessage() + "\n  --skip-malformed leaves such rows out", e);
    }
  }

  /** The data to test with: all of a table or of arrays that the option names. */
  Dataset test(NetworkFile source, CompiledNetwork network, ClassNames known) throws IOException {
    return place != null && Files.isRegularFile(place)
        ? hinted(() -> reader(network, known).whole(place))
        : read(source, network, "", known).test();
  }

  private TrainingData.Reader reader(CompiledNetwork network, ClassNames known) {
    return new TrainingData.Reader(network.spec(), known, skip ? Malformed.SKIP : Malformed.REFUSE);
  }

  /** The option, or what the text says, relative to the file. */
  Path place(NetworkFile source, CompiledNetwork network, String section) {
    return source.data(place, network, section);
  }
}
