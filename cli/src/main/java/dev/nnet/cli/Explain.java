package dev.nnet.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.nnet.compiler.StageListener;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet explain FILE --stage S}: any form of the network as text. */
@Command(name = "explain", description = "Print a form of the network.")
final class Explain implements Callable<Integer>, StageListener {
  private static final List<String> STAGES =
      List.of("ast", "graph", "gradient", "optimised", "kernels", "memory", "bytecode");

  /** Forms that are graphs: each pass makes one from the one before. */
  private static final List<String> GRAPHS = List.of("graph", "gradient", "optimised");

  private static final int CONTEXT = 2;

  @Mixin NetworkFile source;

  @Option(
      names = "--stage",
      required = true,
      paramLabel = "STAGE",
      description = "ast, graph, gradient, optimised, kernels, memory or bytecode")
  String stage;

  @Option(names = "--layer", paramLabel = "NAME", description = "only what belongs to this layer")
  String layer;

  @Option(names = "--diff", description = "only what the stage changed: for gradient and optimised")
  boolean diff;

  /** The latest graph of each program, the whole network's under the empty name. */
  private final Map<String, List<String>> graphs = new HashMap<>();

  private boolean found;

  @Override
  public Integer call() throws IOException {
    if (!STAGES.contains(stage)) {
      throw new IllegalArgumentException(
          "no stage '" + stage + "'; there are " + String.join(", ", STAGES));
    }
    if (diff && GRAPHS.indexOf(stage) < 1) {
      throw new IllegalArgumentException("--diff goes with --stage gradient or optimised");
    }
    source.compileAll(this);
    if (!found && layer != null) {
      throw new IllegalArgumentException(
          "nothing of stage " + stage + " belongs to '" + layer + "'; --stage graph names layers");
    }
    return 0;
  }

  @Override
  public void finished(String network, String form, String program, Supplier<String> text) {
    boolean wanted = source.network == null || network.isEmpty() || source.network.equals(network);
    if (!wanted) {
      return;
    }
    List<String> before = graphs.getOrDefault(program, graphs.get(""));
    if (form.equals(stage)) {
      List<String> lines = text.get().lines().toList();
      print(network, program, diff ? changes(before, lines) : lines);
    }
    if (diff && GRAPHS.contains(form)) {
      graphs.put(program, text.get().lines().toList());
    }
  }

  private void print(String network, String program, List<String> lines) {
    List<String> shown = layer == null ? lines : Sections.about(layer, lines);
    if (!shown.isEmpty()) {
      found = true;
      System.out.println(
          ("=== " + network + " " + stage + " " + program).replace("  ", " ").strip());
      shown.forEach(System.out::println);
    }
  }

  private static List<String> changes(List<String> before, List<String> after) {
    return UnifiedDiffUtils.generateUnifiedDiff(
            "before", "after", before, DiffUtils.diff(before, after), CONTEXT)
        .stream()
        .skip(2)
        .toList();
  }
}
