package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.NetworkSummary;
import dev.nnet.compiler.StageListener;
import dev.nnet.runtime.ParameterSpec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet summary FILE}: layers, shapes, parameters, arithmetic, memory. */
@Command(
    name = "summary",
    description = "Layers, shapes, parameters, multiply-adds, FLOPs, memory.")
final class Summary implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Option(names = "--weights", description = "list the paths and sizes of all weights")
  boolean weights;

  @Override
  public Integer call() throws IOException {
    for (CompiledNetwork network : source.compileAll(StageListener.NONE)) {
      if (source.network == null || source.network.equals(network.elaborated().name())) {
        if (weights) {
          weights(network);
        } else {
          System.out.print(NetworkSummary.of(network));
        }
      }
    }
    return 0;
  }

  /** What files hold: weights, and states such as running means. */
  private static void weights(CompiledNetwork network) {
    List<ParameterSpec> all = network.spec().parameters();
    int width = all.stream().mapToInt(p -> p.path().length()).max().orElse(0);
    for (ParameterSpec p : all) {
      System.out.printf("%-" + width + "s %s%s%n", p.path(), p.dims(), p.trained() ? "" : " state");
    }
  }
}
