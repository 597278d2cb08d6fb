package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Atoms.Atom;
import dev.nnet.cli.draw.Atoms.Flow;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Call;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a diagram of a network: atoms into boxes, boxes into the boxes of the user's blocks. */
final class DiagramReader {
  private final ElaboratedNetwork network;
  private final Atoms atoms;
  private final List<Flow> flows;
  private final BoxWriter boxes;

  private DiagramReader(ElaboratedNetwork network) {
    this.network = network;
    this.atoms = new Atoms(network);
    this.flows = atoms.flows();
    this.boxes = new BoxWriter(network);
  }

  static Diagram read(ElaboratedNetwork network) {
    DiagramReader reader = new DiagramReader(network);
    return reader.diagram(new Scope(new LinkedHashSet<>(reader.atoms.all()), 0, null));
  }

  /** Something that becomes a box here: an atom, or the part of a block that hangs together. */
  private record Part(String block, List<Atom> atoms) {}

  /**
   * A block, or the network.
   *
   * @param depth how many blocks it is in
   * @param steps what it is done for one after the other; null if it is done once
   */
  private record Scope(Set<Atom> own, int depth, Dim steps) {
    /** The type of a value as it is seen here: in a cell that of one step. */
    Type type(Value v) {
      boolean all = v.shape().rank() > 1 && v.shape().dim(1).equals(steps);
      return all
          ? new Type(v.type().element(), v.type().bound(), v.shape().without(List.of(1L)))
          : v.type();
    }
  }

  private Diagram diagram(Scope scope) {
    Set<String> opened = new HashSet<>();
    while (true) {
      Sketch sketch = new Sketch();
      Map<Atom, Integer> places = new LinkedHashMap<>();
      List<Part> parts = parts(scope, opened);
      for (Part part : parts) {
        int place = sketch.add(box(part, scope), part.atoms.get(0).number());
        part.atoms.forEach(a -> places.put(a, place));
      }
      borders(scope, places, sketch);
      if (sketch.sort()) {
        return sketch.fold().stack();
      }
      // a layer that was named outside is used inside: then the block's boxes are drawn here
      Set<Integer> circle = sketch.circle();
      for (int place : circle) {
        if (place < parts.size() && parts.get(place).block != null) {
          opened.add(parts.get(place).block);
        }
      }
    }
  }

  /** What of these atoms is drawn as one box. */
  private List<Part> parts(Scope scope, Set<String> opened) {
    Map<Atom, Part> parts = new LinkedHashMap<>();
    for (Atom a : scope.own) {
      String block = a.blocks().size() > scope.depth ? a.blocks().get(scope.depth) : null;
      boolean single = block == null || opened.contains(block);
      parts.put(a, new Part(single ? null : block, new ArrayList<>(List.of(a))));
    }
    for (Flow f : flows) {
      Part from = parts.get(f.from());
      Part to = parts.get(f.to());
      if (from != null
          && to != null
          && from != to
          && from.block != null
          && from.block.equals(to.block)) {
        from.atoms.addAll(to.atoms);
        to.atoms.forEach(a -> parts.put(a, from));
      }
    }
    return List.copyOf(new LinkedHashSet<>(parts.values()));
  }

  private Box box(Part part, Scope scope) {
    if (part.block == null) {
      Atom atom = part.atoms.get(0);
      return boxes.atom(atom, scope.type(atom.last()));
    }
    Call call = network.calls().get(part.block);
    Set<Atom> inside = new LinkedHashSet<>(part.atoms);
    Value result = null;
    for (Value v : leaving(inside)) {
      result = v;
    }
    String steps = "";
    Dim dim = scope.steps;
    for (Recurrence r : network.graph().recurrences()) {
      Atom carry = atoms.of(r.carry());
      if (inside.contains(carry) && carry.blocks().size() == scope.depth + 1) {
        steps = steps(r);
        dim = r.carry().shape().dim(1);
      }
    }
    return new Box(
        Box.Kind.BLOCK,
        call.name(),
        call.arguments(),
        scope.type(result),
        boxes.parameters(part.block),
        call.span().line(),
        1,
        steps,
        diagram(new Scope(inside, scope.depth + 1, dim)));
  }

  /** What a recurrence runs along: {@code each step of T}, or {@code each of 28 steps}. */
  static String steps(Recurrence r) {
    Dim dim = r.carry().shape().dim(1);
    String steps = dim.ragged() ? "each step of " + dim : "each of " + dim + " steps";
    return steps + (r.reversed() ? ", last first" : "");
  }

  /** Values of these atoms that others need, or that are results. */
  private Set<Value> leaving(Set<Atom> own) {
    Set<Value> leaving = new LinkedHashSet<>();
    for (Flow f : flows) {
      if (own.contains(f.from()) && !own.contains(f.to())) {
        leaving.add(f.value());
      }
    }
    for (Graph.Result r : network.graph().results(Graph.Role.OUTPUT)) {
      if (own.contains(atoms.of(r.value()))) {
        leaving.add(r.value());
      }
    }
    return leaving;
  }

  /** Edges, and ports for what comes from outside or goes there. */
  private void borders(Scope scope, Map<Atom, Integer> places, Sketch sketch) {
    Set<Atom> own = scope.own;
    Map<Value, Integer> entries = new LinkedHashMap<>();
    for (Flow f : flows) {
      if (!own.contains(f.to())) {
        continue;
      }
      Integer from = places.get(f.from());
      if (from == null) {
        Box port = BoxWriter.port("", scope.type(f.value()));
        from = entries.computeIfAbsent(f.value(), v -> sketch.add(port, -1));
      }
      sketch.connect(from, places.get(f.to()), scope.type(f.value()), f.back());
    }
    if (scope.depth == 0) {
      for (Graph.Result r : network.graph().results(Graph.Role.OUTPUT)) {
        exit(r.name(), r.value(), scope, places, sketch);
      }
    } else {
      leaving(own).forEach(v -> exit("", v, scope, places, sketch));
    }
  }

  private void exit(
      String name, Value value, Scope scope, Map<Atom, Integer> places, Sketch sketch) {
    Type type = scope.type(value);
    int port = sketch.add(BoxWriter.port(name, type), Integer.MAX_VALUE);
    sketch.connect(places.get(atoms.of(value)), port, type, false);
  }
}
