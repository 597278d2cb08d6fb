package dev.nnet.maven;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Compiles a folder of {@code .nnet} files if anything changed since it last did.
 *
 * <p>All files are compiled or none: a file with an error leaves everything as it was.
 *
 * @param sources folder of the {@code .nnet} files; may be absent
 * @param classes folder of the emitted classes
 * @param facades folder of the typed Java sources
 * @param state file that remembers what was read and written
 * @param compiler identity of the compiler
 */
record IncrementalBuild(Path sources, Path classes, Path facades, Path state, String compiler) {

  /**
   * What came of it.
   *
   * @param networks names of the compiled networks, in order of files and texts
   * @param written files with new content
   */
  record Result(
      boolean upToDate, Diagnostics diagnostics, List<String> networks, List<Path> written) {}

  Result run() throws IOException {
    SourceFolder folder = new SourceFolder(sources);
    List<Path> files = folder.files();
    BuildState before = BuildState.read(state);
    if (before.current(compiler, files)) {
      return new Result(true, new Diagnostics(), List.of(), List.of());
    }
    Diagnostics diagnostics = new Diagnostics();
    Map<Path, String> read = new TreeMap<>();
    List<CompiledNetwork> networks = new ArrayList<>();
    for (Path file : files) {
      networks.addAll(Compiler.compile(folder.read(file), diagnostics, new Reads(read)));
    }
    List<String> names = networks.stream().map(n -> n.spec().network()).toList();
    if (diagnostics.hasErrors()) {
      return new Result(false, diagnostics, names, List.of());
    }
    Map<Path, byte[]> outputs = outputs(networks);
    List<Path> written = write(outputs);
    for (Path old : before.outputs()) {
      if (!outputs.containsKey(old)) {
        Files.deleteIfExists(old);
      }
    }
    // what has warnings is compiled again, to warn again
    String by = diagnostics.all().isEmpty() ? compiler : "";
    BuildState.of(by, files, read, outputs.keySet()).write(state);
    return new Result(false, diagnostics, names, written);
  }

  private Map<Path, byte[]> outputs(List<CompiledNetwork> networks) {
    Map<Path, byte[]> outputs = new TreeMap<>();
    for (CompiledNetwork network : networks) {
      network
          .classes()
          .forEach(
              (name, bytes) ->
                  outputs.put(classes.resolve(name.replace('.', '/') + ".class"), bytes));
      outputs.put(
          facades.resolve(network.facadePath()), network.facade().getBytes(StandardCharsets.UTF_8));
    }
    return outputs;
  }

  /** Writes what differs from the files there are. */
  private static List<Path> write(Map<Path, byte[]> outputs) throws IOException {
    List<Path> written = new ArrayList<>();
    for (Map.Entry<Path, byte[]> output : outputs.entrySet()) {
      Path file = output.getKey();
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), output.getValue())) {
        Files.createDirectories(file.getParent());
        Files.write(file, output.getValue());
        written.add(file);
      }
    }
    return written;
  }

  /** Remembers the files a compilation reads. */
  private record Reads(Map<Path, String> read) implements StageListener {
    @Override
    public void finished(String network, String stage, String program, Supplier<String> text) {
      // only what is read matters here
    }

    @Override
    public void read(Source file) {
      read.put(Path.of(file.name()), BuildState.hash(file.text()));
    }
  }
}
