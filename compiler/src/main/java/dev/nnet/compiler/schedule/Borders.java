package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The arrays through which a network meets the outside, numbered the same in all its programs:
 * inputs, targets, outputs, losses and metrics, their columns, noise, lengths of sequences, then
 * what a stream carries from step to step.
 */
public final class Borders {
  /** The role of a border. */
  public enum Role {
    INPUT,
    TARGET,
    OUTPUT,
    LOSS,
    METRIC,
    COLUMN,
    NOISE,
    LENGTH,
    CARRY,
    NEXT
  }

  /** One array. */
  public record Border(Role role, String name, Type type) {}

  private static final List<Graph.Role> DELIVERED =
      List.of(Graph.Role.OUTPUT, Graph.Role.LOSS, Graph.Role.METRIC, Graph.Role.COLUMN);

  private final List<Border> borders = new ArrayList<>();

  /**
   * @param graph the whole forward graph of a network, with all its results
   * @param stream the graph of one step; null if there is none
   */
  public Borders(Graph graph, Graph stream) {
    declared(graph);
    if (stream != null) {
      stream.inputs().stream()
          .filter(v -> v.op() == Leaf.CARRY)
          .forEach(v -> add(Role.CARRY, name(v), v.type()));
      stream.results(Graph.Role.NEXT).forEach(r -> add(Role.NEXT, r.name(), r.value().type()));
    }
  }

  private void declared(Graph graph) {
    graph.inputs().stream()
        .filter(v -> v.op() == Leaf.INPUT)
        .forEach(v -> add(Role.INPUT, name(v), v.type()));
    graph.targets().stream()
        .filter(v -> v.op() == Leaf.TARGET)
        .forEach(v -> add(Role.TARGET, name(v), v.type()));
    for (Graph.Role role : DELIVERED) {
      for (Graph.Result r : graph.results(role)) {
        add(Role.valueOf(role.name()), r.name(), r.value().type());
      }
    }
    graph.targets().stream()
        .filter(v -> v.op() == Leaf.NOISE)
        .forEach(v -> add(Role.NOISE, name(v), v.type()));
    graph.inputs().stream()
        .filter(v -> v.op() == Leaf.LENGTH)
        .forEach(v -> add(Role.LENGTH, name(v), v.type()));
  }

  private void add(Role role, String name, Type type) {
    borders.add(new Border(role, name, type));
  }

  /** The sequences, in order of their borders. */
  List<String> sequences() {
    return borders.stream().filter(b -> b.role() == Role.LENGTH).map(Border::name).toList();
  }

  private static String name(Value leaf) {
    return leaf.attributes().word("name");
  }

  /** All of them, in order of their number. */
  public List<Border> all() {
    return List.copyOf(borders);
  }

  private int find(Role role, String name) {
    for (int i = 0; i < borders.size(); i++) {
      if (borders.get(i).role() == role && borders.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("no border " + role + " " + name);
  }

  /** The tensor of an input, a target or noise. */
  Tensor tensor(Value leaf) {
    Role role = Role.valueOf(leaf.op().name().toUpperCase(Locale.ROOT));
    return tensor(find(role, name(leaf)), leaf.type());
  }

  /** The tensor of an output, loss or metric. */
  Tensor tensor(Graph.Result result) {
    int index = find(Role.valueOf(result.role().name()), result.name());
    return tensor(index, result.value().type());
  }

  private Tensor tensor(int index, Type type) {
    Region region = type.element() == Element.F32 ? Region.FLOAT_BORDER : Region.INT_BORDER;
    return new Tensor(borders.get(index).name(), type, Layout.dense(type), region, index);
  }
}
