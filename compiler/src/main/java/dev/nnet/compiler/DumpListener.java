package dev.nnet.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes every form to a file of its own, {@code LeNet5.kernels.training.txt}. */
final class DumpListener implements StageListener {
  private final Path directory;

  DumpListener(Path directory) {
    this.directory = directory;
  }

  @Override
  public void finished(String network, String stage, String program, Supplier<String> text) {
    String name =
        Stream.of(network, stage, program.replace(' ', '-'), "txt")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("."));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name), text.get());
    } catch (IOException e) {
      throw new UncheckedIOException("nnet.dump: " + directory.resolve(name), e);
    }
  }
}
