package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that every subcommand has: a file, and which of its networks. */
final class NetworkFile {
  @Mixin Messages messages;

  @Parameters(index = "0", paramLabel = "FILE", description = "a .nnet file")
  Path file;

  @Option(names = "--network", paramLabel = "NAME", description = "which network of the file")
  String network;

  /** All networks; warnings are printed. */
  List<CompiledNetwork> compileAll(StageListener listener) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    List<CompiledNetwork> networks = Compiler.compile(Source.read(file), diagnostics, listener);
    messages.tell(diagnostics);
    return networks;
  }

  /** The network asked for, or the only one. */
  CompiledNetwork compile(StageListener listener) throws IOException {
    return chosen(compileAll(listener), n -> n.elaborated().name());
  }

  private <N> N chosen(List<N> all, Function<N, String> name) {
    List<String> names = all.stream().map(name).toList();
    if (network == null && all.size() == 1) {
      return all.get(0);
    }
    if (network == null || !names.contains(network)) {
      throw new IllegalArgumentException(
          file + " has the networks " + String.join(", ", names) + ": choose one with --network");
    }
    return all.get(names.indexOf(network));
  }

  /** The checked networks, or the one asked for; warnings are printed. */
  List<ElaboratedNetwork> elaborateAll() throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    List<ElaboratedNetwork> all =
        Compiler.elaborate(Source.read(file), diagnostics, StageListener.NONE);
    messages.tell(diagnostics);
    return network == null ? all : List.of(chosen(all, ElaboratedNetwork::name));
  }

  /** The checked network asked for, or the only one. */
  ElaboratedNetwork elaborate() throws IOException {
    return chosen(elaborateAll(), ElaboratedNetwork::name);
  }

  /** Where the data is: the option, or what the text says, relative to the file. */
  Path data(Path option, CompiledNetwork compiled, String section) {
    if (option != null) {
      return option;
    }
    for (Training t : compiled.elaborated().trainings()) {
      if (t.section().equals(section) && t.data() != null) {
        return file.toAbsolutePath().resolveSibling(t.data()).normalize();
      }
    }
    throw new IllegalArgumentException(
        "no data: give --data PLACE, or `data = \"..\"` in the train section");
  }
}
