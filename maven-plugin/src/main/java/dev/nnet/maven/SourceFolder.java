package dev.nnet.maven;

import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of {@code .nnet} files; a file that names no package has that of its folder.
 *
 * @param folder may be absent
 */
record SourceFolder(Path folder) {
  /** All files, in order of their names. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(".nnet")).sorted().toList();
    }
  }

  Source read(Path file) throws IOException {
    Path inside = folder.relativize(file).getParent();
    String javaPackage = inside == null ? "" : inside.toString().replaceAll("[/\\\\]", ".");
    return Source.read(file, javaPackage);
  }
}
