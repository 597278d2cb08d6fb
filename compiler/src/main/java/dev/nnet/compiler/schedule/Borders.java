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
 * what a stream carries from step to step, and training from stretch to stretch.
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
    NEXT,
    HELD,
    LEFT
  }

  /** One array. */
  public record Border(Role role, String name, Type type) {}

  private static final List<Graph.Role> DELIVERED =
      List.of(Graph.Role.OUTPUT, Graph.Role.LOSS, Graph.Role.METRIC, Graph.Role.COLUMN);

  private final List<Border> borders = new ArrayList<>();

  /**
   * @param graph the whole forward graph of a network, with all its results
   * @param programs the graphs of all programs
   */
  public Borders(Graph graph, List<Graph> programs) {
    declared(graph);
    for (Graph program : programs) {
      handed(program, Leaf.CARRY, Graph.Role.NEXT);
      handed(program, Leaf.HELD, Graph.Role.LEFT);
    }
  }

  /** What a run of a program gets from the run before, and leaves to the next one. */
  private void handed(Graph program, Leaf given, Graph.Role left) {
    program.inputs().stream()
        .filter(v -> v.op() == given)
        .forEach(v -> add(role(v), name(v), v.type()));
    program.results(left).forEach(r -> add(Role.valueOf(left.name()), r.name(), r.value().type()));
  }

  private static Role role(Value leaf) {
    return Role.valueOf(leaf.op().name().toUpperCase(Locale.ROOT));
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
    return tensor(find(role(leaf), name(leaf)), leaf.type());
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
