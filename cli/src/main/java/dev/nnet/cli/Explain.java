package dev.nnet.cli;

import dev.nnet.compiler.StageListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet explain FILE --stage S}: any form of the network as text. */
@Command(name = "explain", description = "Print a form of the network.")
final class Explain implements Callable<Integer> {
  private static final List<String> STAGES =
      List.of("graph", "gradient", "optimised", "kernels", "memory");

  @Mixin NetworkFile source;

  @Option(
      names = "--stage",
      required = true,
      paramLabel = "STAGE",
      description = "graph, gradient, optimised, kernels or memory")
  String stage;

  @Option(names = "--layer", paramLabel = "NAME", description = "only what belongs to this layer")
  String layer;

  @Override
  public Integer call() throws IOException {
    if (!STAGES.contains(stage)) {
      throw new IllegalArgumentException(
          "no stage '" + stage + "'; there are " + String.join(", ", STAGES));
    }
    StageListener printer =
        (network, finished, program, text) -> {
          boolean wanted = source.network == null || source.network.equals(network);
          if (finished.equals(stage) && wanted) {
            System.out.println("=== " + network + " " + finished + " " + program);
            text.get().lines().filter(this::belongs).forEach(System.out::println);
          }
        };
    source.compileAll(printer);
    return 0;
  }

  private boolean belongs(String line) {
    return layer == null || line.contains(layer);
  }
}
