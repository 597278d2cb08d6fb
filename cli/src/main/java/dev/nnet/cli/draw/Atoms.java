package dev.nnet.cli.draw;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Call;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of a graph, gathered by the call that made them: what is one box, whatever it is made
 * of.
 *
 * <p>A layer that is used twice makes two atoms: those of its values that do not hang together.
 */
final class Atoms {
  /**
   * What is one box.
   *
   * @param call null for what has no name, such as a sum
   * @param again whether its layer stood before, with the same weights
   * @param blocks the paths of the user's blocks that it is in, outermost first
   */
  record Atom(
      int number, Call call, boolean again, String path, List<String> blocks, List<Value> values) {
    boolean carries() {
      return values.stream().anyMatch(v -> v.op() == Leaf.CARRY);
    }

    Value last() {
      return values.get(values.size() - 1);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  /** A value that an atom makes and another one needs. */
  record Flow(Atom from, Atom to, Value value, boolean back) {}

  private final ElaboratedNetwork network;
  private final List<Value> drawn;
  private final Map<Value, Value> roots = new HashMap<>();
  private final Map<Value, Atom> atoms = new HashMap<>();
  private final List<Atom> all = new ArrayList<>();

  Atoms(ElaboratedNetwork network) {
    this.network = network;
    Graph graph = network.graph();
    Set<Value> needed =
        graph.needed(graph.results(Graph.Role.OUTPUT).stream().map(Graph.Result::value).toList());
    this.drawn = graph.values().stream().filter(v -> needed.contains(v) && isDrawn(v)).toList();
    join();
    gather();
  }

  private static boolean isDrawn(Value v) {
    return v.op().kind() != OpKind.LEAF || v.op() == Leaf.INPUT || v.op() == Leaf.CARRY;
  }

  /** What has the same key and hangs together is one atom. */
  private Object key(Value v) {
    String path = v.origin().layer();
    if (call(v) != null) {
      return path;
    }
    return v.op().kind() == OpKind.LEAF ? v : List.of(path, v.origin().span());
  }

  /** The call of a layer or op that made a value; null if it is not one of those. */
  private Call call(Value v) {
    Call call = network.calls().get(v.origin().layer());
    boolean own = call != null && !call.body() && call.span().equals(v.origin().span());
    return own ? call : null;
  }

  private void join() {
    for (Value v : drawn) {
      roots.put(v, v);
    }
    for (Value v : drawn) {
      v.operands().forEach(o -> join(o, v));
    }
    network.graph().recurrences().forEach(r -> join(r.carry(), r.source()));
  }

  private void join(Value a, Value b) {
    if (roots.containsKey(a) && roots.containsKey(b) && key(a).equals(key(b))) {
      roots.put(root(b), root(a));
    }
  }

  private Value root(Value v) {
    Value root = v;
    while (roots.get(root) != root) {
      root = roots.get(root);
    }
    return root;
  }

  private void gather() {
    Map<Value, List<Value>> groups = new LinkedHashMap<>();
    drawn.forEach(v -> groups.computeIfAbsent(root(v), k -> new ArrayList<>()).add(v));
    for (List<Value> values : groups.values()) {
      String path = values.get(0).origin().layer();
      Call call = call(values.get(0));
      boolean again = call != null && all.stream().anyMatch(a -> a.call == call);
      Atom atom = new Atom(all.size(), call, again, path, blocks(path), values);
      all.add(atom);
      values.forEach(v -> atoms.put(v, atom));
    }
  }

  /** The paths of the user's blocks around a path, itself included. */
  private List<String> blocks(String path) {
    List<String> blocks = new ArrayList<>();
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String prefix = end < 0 ? path : path.substring(0, end);
      Call call = network.calls().get(prefix);
      if (call != null && call.body()) {
        blocks.add(prefix);
      }
      if (end < 0) {
        return blocks;
      }
    }
  }

  /** In the order of the graph. */
  List<Atom> all() {
    return all;
  }

  Atom of(Value value) {
    return atoms.get(value);
  }

  /** What flows between atoms. */
  List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    for (Value v : drawn) {
      v.operands().forEach(o -> flow(flows, o, v, false));
    }
    for (Graph.Recurrence r : network.graph().recurrences()) {
      if (atoms.containsKey(r.carry())) {
        flow(flows, r.source(), r.carry(), true);
        flow(flows, r.initial(), r.carry(), false);
      }
    }
    return flows;
  }

  private void flow(List<Flow> flows, Value from, Value to, boolean back) {
    Atom a = atoms.get(from);
    Atom b = atoms.get(to);
    if (a != null && a != b) {
      flows.add(new Flow(a, b, from, back));
    }
  }
}
