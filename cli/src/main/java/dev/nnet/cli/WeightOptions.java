package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.WeightNames;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The weights of a command that needs some. */
final class WeightOptions {
  @Option(names = "--weights", required = true, paramLabel = "FILE", description = "safetensors")
  Path weights;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "what the tensors of the weights are called here: `theirs -> ours`, line by line")
  Path names;

  Model load(CompiledNetwork network) throws IOException {
    return Model.load(network.load(), weights, names(names));
  }

  static WeightNames names(Path file) throws IOException {
    return file == null ? WeightNames.SAME : WeightNames.read(file);
  }
}
