package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Preprocess;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.runtime.NumbersSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of a network: what only networks have, and the checks at its borders. */
final class NetworkReader {
  /** Steps of a sequence without a bound, in an int. */
  private static final long LONGEST = Integer.MAX_VALUE;

  private final GraphBuilder g;
  private final Bodies bodies;
  private final Frame frame;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> targets = new ArrayList<>();
  private final List<Value> lengths = new ArrayList<>();
  private final Map<String, Statement.Border> outputs = new LinkedHashMap<>();
  private final Map<String, Span> places = new LinkedHashMap<>();
  private final List<Training> trainings = new ArrayList<>();
  private final Map<Training, Span> cuts = new LinkedHashMap<>();
  private final List<Preprocess> preprocessing = new ArrayList<>();
  private final Map<String, Statement.Preprocess> raw = new HashMap<>();
  private final Numbers numbers;
  private final List<Graph.Result> results = new ArrayList<>();
  private Statement.Search searching;
  private Search search;

  NetworkReader(GraphBuilder g, Bodies bodies, Frame frame) {
    this.g = g;
    this.bodies = bodies;
    this.numbers = new Numbers(bodies);
    this.frame = frame;
  }

  /** Inputs, then the lengths of sequences. */
  List<Value> inputs() {
    List<Value> all = new ArrayList<>(inputs);
    all.addAll(lengths);
    return all;
  }

  List<Value> targets() {
    return targets;
  }

  List<Training> trainings() {
    return trainings;
  }

  List<Preprocess> preprocessing() {
    return preprocessing;
  }

  List<NumbersSpec> numbers() {
    return numbers.read();
  }

  List<Graph.Result> results() {
    return results;
  }

  Map<String, Span> places() {
    return places;
  }

  /** What the search section says; null if there is none. */
  Search search() {
    return search;
  }

  /**
   * Reads the body.
   *
   * @param arguments of the network, if it is a variant
   */
  void read(Ast.Network n, List<Ast.Argument> arguments) {
    Bodies.announce(n.body(), frame.scope());
    for (Statement s : n.body()) {
      if (s instanceof Statement.Preprocess p && Numbers.are(p)) {
        raw.putIfAbsent(p.name().text(), p);
      }
    }
    for (Statement s : n.body()) {
      bodies.attempt(() -> statement(s));
      if (bodies.later()) {
        return; // one clear message, not what follows from it
      }
    }
    deliver(n);
    if (searching != null && !bodies.failed()) {
      Searches searches = new Searches(bodies, n, arguments, frame);
      bodies.attempt(() -> search = searches.read(searching, trainings));
    }
  }

  private void statement(Statement s) {
    if (s instanceof Statement.Border b) {
      border(b);
    } else if (s instanceof Statement.Train t) {
      train(t);
    } else if (s instanceof Statement.Preprocess p) {
      preprocess(p);
    } else if (s instanceof Statement.Dims d) {
      d.dims().forEach(n -> dimension(n, d));
    } else if (s instanceof Statement.Search q) {
      if (searching != null) {
        throw Problem.of("NN106", q.span(), "there is a search section already");
      }
      searching = q;
    } else {
      bodies.statement(s, frame);
    }
  }

  /** Numbers were read where their input is declared: what stands above this may use them. */
  private void preprocess(Statement.Preprocess p) {
    String name = p.name().text();
    boolean taken =
        preprocessing.stream().anyMatch(o -> o.input().equals(name))
            || raw.containsKey(name) && raw.get(name) != p;
    if (taken) {
      throw Problem.of("NN104", p.name().span(), "'" + name + "' has a preprocess already");
    }
    List<Value> leaves = new ArrayList<>(inputs);
    leaves.addAll(Numbers.columns(p) ? targets : List.of());
    Value leaf = leaves.stream().filter(i -> name(i).equals(name)).findFirst().orElse(null);
    if (leaf == null) {
      throw Problem.of(
          "NN105", p.name().span(), "there is no input '" + name + "' above this line");
    }
    if (!Numbers.are(p)) {
      preprocessing.add(new Preprocessing(bodies).read(p, leaf, frame));
    }
  }

  private void dimension(Statement.DimName n, Statement.Dims declared) {
    String name = n.name().text();
    Dim dim = n.bound() == null ? Dim.sequence(name) : Dim.sequence(name, bound(n));
    bodies.define(n.name(), dim, declared.sequence() ? "sequence" : "dimension", frame);
    Type type = new Type(Element.I32, Math.min(dim.size(), LONGEST), Shape.of(Dim.BATCH));
    Attributes attributes = Attributes.of("name", name);
    if (!declared.sequence()) {
      attributes = attributes.with(ElaboratedNetwork.SAME, true);
    }
    Value length = g.leaf(Leaf.LENGTH, type, attributes, new Origin(n.name().span(), name));
    bodies.masks.add(dim, length);
    lengths.add(length);
  }

  private long bound(Statement.DimName n) {
    long most = bodies.calls.expressions.whole(n.bound(), frame, "a bound");
    if (most < 1 || most > 1_000_000) {
      throw Problem.of("NN118", n.bound().span(), "a bound is 1 to 1000000, but this is " + most);
    }
    return most;
  }

  private void train(Statement.Train t) {
    Training training = new Trainings(bodies).read(t, frame, results);
    if (trainings.stream().anyMatch(o -> o.section().equals(training.section()))) {
      String named = t.name() == null ? "" : " of that name";
      throw Problem.of("NN106", t.span(), "there is a train section" + named + " already");
    }
    for (Training other : trainings) {
      training
          .inits()
          .forEach(
              (path, init) -> {
                if (!other.inits().getOrDefault(path, init).equals(init)) {
                  throw Problem.of(
                      "NN104",
                      t.span(),
                      "two train sections initialise '" + path + "' differently");
                }
              });
    }
    trainings.add(training);
    t.settings().stream()
        .filter(s -> s.name().text().equals("bptt"))
        .forEach(s -> cuts.put(training, s.span()));
  }

  /** Whether the sequences of the whole network can be cut where the text says so. */
  void checkCuts(Graph graph) {
    cuts.forEach((training, span) -> new Truncation(graph).check(training, span));
  }

  private static String name(Value leaf) {
    return leaf.attributes().word("name");
  }

  private void border(Statement.Border b) {
    String name = b.name().text();
    Span earlier = places.putIfAbsent(name, b.name().span());
    if (earlier != null) {
      throw Problem.of(
          "NN106", b.name().span(), "'" + name + "' is already declared at " + earlier.place());
    }
    if (b.role() == Statement.Role.OUTPUT) {
      outputs.put(name, b);
      return;
    }
    if (b.role() == Statement.Role.CONTEXT) {
      throw Problem.of("NN126", b.span(), "a context belongs to a cell, not to a network");
    }
    boolean input = b.role() == Statement.Role.INPUT;
    try {
      Type type = bodies.types.read(b.type(), frame);
      if (!type.shape().batched()) {
        throw Problem.of(
            "NN118", b.type().span(), "the first size of '" + name + "' is the batch B");
      }
      Leaf kind = input ? Leaf.INPUT : Leaf.TARGET;
      Value leaf = g.leaf(kind, type, Attributes.of("name", name), new Origin(b.span(), name));
      (input ? inputs : targets).add(leaf);
      Statement.Preprocess said = raw.get(name);
      Value meant = said == null ? leaf : numbers.read(said, leaf, g, frame);
      bodies.define(b.name(), meant, input ? "input" : "target", frame);
    } catch (Problem p) {
      if (frame.scope().place(name) == null) {
        frame.scope().put(name, Scope.POISON, b.name().span());
      }
      throw p;
    }
  }

  /** Outputs are there, have their declared types and need no target. */
  private void deliver(Ast.Network n) {
    List<Graph.Result> delivered = new ArrayList<>();
    for (Statement.Border b : outputs.values()) {
      bodies.attempt(() -> delivered.add(output(b)));
    }
    results.addAll(0, delivered);
    if (outputs.isEmpty() && !bodies.failed()) {
      bodies.attempt(
          () -> {
            throw Problem.of(
                "NN113",
                n.name().span(),
                "network '" + n.name() + "' has no output",
                "output logits: f32[B, 10]");
          });
    }
  }

  private Graph.Result output(Statement.Border b) {
    String name = b.name().text();
    Object value = frame.scope().get(name);
    if (!(value instanceof Value) && bodies.failed()) {
      throw Problem.reported(); // what went wrong before may be why
    }
    if (!(value instanceof Value v)) {
      throw Problem.of(
          "NN113", b.name().span(), "output '" + name + "' is declared but never defined");
    }
    Type declared = bodies.types.read(b.type(), frame);
    if (!declared.equals(v.type())) {
      throw Problem.of(
          "NN205",
          frame.scope().place(name),
          "output '"
              + name
              + "' is declared "
              + declared
              + " ("
              + b.type().span().place()
              + "), but this is "
              + v.type()
              + "; "
              + difference(declared, v.type())
              + " comes from "
              + bodies.calls.origins.of(v));
    }
    for (Value target : targets) {
      List<Value> chain = chain(v, target);
      if (!chain.isEmpty()) {
        throw Problem.of(
            "NN305",
            b.name().span(),
            "output '"
                + name
                + "' needs the target '"
                + name(target)
                + "'"
                + through(chain)
                + ", which is not known at inference");
      }
    }
    return new Graph.Result(Graph.Role.OUTPUT, name, v);
  }

  /** The only size that is not as declared; "it" where more differs. */
  private static String difference(Type declared, Type found) {
    Shape a = declared.shape();
    Shape b = found.shape();
    List<Dim> other = new ArrayList<>();
    for (int i = 0; a.rank() == b.rank() && i < a.rank(); i++) {
      if (!a.dim(i).equals(b.dim(i))) {
        other.add(b.dim(i));
      }
    }
    return other.size() == 1 ? "the " + other.get(0) : "it";
  }

  /** The values from {@code v} down to a leaf that it needs; empty if it does not need it. */
  private static List<Value> chain(Value v, Value leaf) {
    Map<Value, Value> user = new HashMap<>();
    Deque<Value> open = new ArrayDeque<>(List.of(v));
    while (!open.isEmpty() && !user.containsKey(leaf)) {
      Value next = open.pop();
      for (Value o : next.operands()) {
        if (user.putIfAbsent(o, next) == null) {
          open.push(o);
        }
      }
    }
    LinkedList<Value> chain = new LinkedList<>();
    for (Value at = user.get(leaf); at != null; at = user.get(at)) {
      chain.addFirst(at);
    }
    if (v == leaf) {
      chain.add(v);
    }
    return chain;
  }

  /** The named values between an output and a target, from the output on. */
  private String through(List<Value> chain) {
    List<String> named = new ArrayList<>();
    for (Value v : chain.subList(1, chain.size())) {
      Optional<Scope.Entry> e = frame.scope().nameOf(v);
      e.ifPresent(n -> named.add("'" + n.name() + "' at " + n.span().place()));
    }
    return named.isEmpty() ? "" : " (through " + String.join(", ", named) + ")";
  }
}
