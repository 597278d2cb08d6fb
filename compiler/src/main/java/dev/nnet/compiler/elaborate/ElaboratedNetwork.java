package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.source.Span;
import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.NumbersSpec;
import dev.nnet.runtime.TrainSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network whose every name and size is known.
 *
 * @param javaPackage empty if the file names none
 * @param doc its doc comment
 * @param graph the forward values; losses are named by their section, metrics {@code
 *     section/metric}
 * @param trainings the train sections, by name; "" for the one without
 * @param search what is to be tried
 * @param numbers what is said of inputs and targets of numbers
 * @param places where each input, target and output is declared
 * @param calls what the user's own text calls, by the path of the values that it makes
 */
public record ElaboratedNetwork(
    String name,
    String javaPackage,
    String doc,
    Span span,
    Graph graph,
    List<Training> trainings,
    Optional<Search> search,
    List<Preprocess> preprocessing,
    List<NumbersSpec> numbers,
    Map<String, Span> places,
    Map<String, Call> calls) {

  /**
   * A call of a layer, block, cell or op.
   *
   * @param arguments as written, with the values they have: {@code 144, stride=2}
   * @param body whether it calls a block or cell of the user's, whose parts are calls by themselves
   */
  public record Call(Span span, String name, String arguments, boolean body) {
    @Override
    public String toString() {
      return arguments.isEmpty() ? name : name + "(" + arguments + ")";
    }
  }

  /** Attribute of the length of a dimension that is the same for all examples. */
  static final String SAME = "same";

  /** Whether a name is a dimension that has one size for all examples of a run. */
  public boolean sameForAll(String dimension) {
    return graph.inputs().stream()
        .filter(v -> v.op() == Leaf.LENGTH && v.attributes().has(SAME))
        .anyMatch(v -> v.attributes().word("name").equals(dimension));
  }

  /**
   * A train section.
   *
   * @param settings what it says of the run
   * @param metrics in order
   * @param inits initialisers of weights by their paths
   * @param data where the command line finds data by default, relative to the file; null if unsaid
   * @param frozen what it does not change
   * @param bptt the steps after which sequences are cut, 0 if they are not
   */
  public record Training(
      String section,
      TrainSettings settings,
      List<Metric> metrics,
      String data,
      Frozen frozen,
      Map<String, String> inits,
      long bptt) {}

  /**
   * A metric.
   *
   * @param formula of what its results mean, see {@code dev.nnet.runtime.MetricSpec}
   * @param results the graph's results that the formula's numbers mean
   */
  public record Metric(String name, String formula, List<String> results) {
    /** Whether it is no figure, but a table of them. */
    boolean table() {
      return MetricSpec.isTable(formula);
    }
  }

  /**
   * What happens to raw bytes before they are an input.
   *
   * @param dims of the bytes
   * @param operations as calls: {@code normalize(mean=0.1307, std=0.3081)}
   */
  public record Preprocess(String input, List<Long> dims, List<String> operations) {}
}
