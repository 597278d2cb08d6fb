package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Preprocess;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The networks of a file.
 *
 * <pre>
 * List&lt;ElaboratedNetwork&gt; networks = Elaborator.elaborate(file, imports, diagnostics);
 * </pre>
 */
public final class Elaborator {
  /** Finds the file that an import names. */
  public interface Imports {
    /** The file, or nothing if it cannot be read. */
    Optional<Ast.File> file(Ast.Import from);
  }

  private final Ast.File file;
  private final Diagnostics diagnostics;
  private final LayerLibrary library = new LayerLibrary();
  private final Map<String, Ast.Block> blocks = new HashMap<>();
  private final Map<String, Ast.Network> networks = new HashMap<>();
  private final List<Ast.Const> constants = new ArrayList<>();

  private Elaborator(Ast.File file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /** All networks without errors; {@code diagnostics} tell of the others. */
  public static List<ElaboratedNetwork> elaborate(
      Ast.File file, Imports imports, Diagnostics diagnostics) {
    Elaborator elaborator = new Elaborator(file, diagnostics);
    elaborator.importNames(file, imports, new HashSet<>());
    elaborator.declare();
    List<ElaboratedNetwork> networks = new ArrayList<>();
    for (Ast.Declaration d : file.declarations()) {
      if (d instanceof Ast.Network n) {
        elaborator.network(n, n.name(), n.doc(), List.of()).ifPresent(networks::add);
      } else if (d instanceof Ast.Variant v) {
        Ast.Network base = elaborator.networks.get(v.base().text());
        if (base == null) {
          elaborator.report(
              Problem.of("NN105", v.base().span(), "unknown network '" + v.base() + "'"));
        } else {
          elaborator.network(base, v.name(), v.doc(), v.arguments()).ifPresent(networks::add);
        }
      }
    }
    return networks;
  }

  private void report(Problem p) {
    if (p.diagnostic() != null) {
      diagnostics.add(p.diagnostic());
    }
  }

  private void importNames(Ast.File from, Imports imports, Set<String> seen) {
    for (Ast.Import i : from.imports()) {
      Optional<Ast.File> other = imports.file(i);
      if (other.isEmpty()) {
        report(Problem.of("NN115", i.pathSpan(), "cannot read " + i.path()));
        continue;
      }
      if (seen.add(other.get().source().name())) {
        importNames(other.get(), imports, seen);
      }
      List<String> declared = new ArrayList<>();
      for (Ast.Declaration d : other.get().declarations()) {
        declared.add(d.name().text());
        if (d instanceof Ast.Block b) {
          blocks.put(b.name().text(), b);
        } else if (d instanceof Ast.Const c) {
          constants.add(c);
        }
      }
      for (Ast.Name name : i.names()) {
        if (!declared.contains(name.text())) {
          String has = String.join(", ", declared);
          report(
              Problem.of(
                  "NN115", name.span(), i.path() + " has no '" + name + "'; it declares " + has));
        }
      }
    }
  }

  private void declare() {
    Map<String, Span> seen = new HashMap<>();
    for (Ast.Declaration d : file.declarations()) {
      String name = d.name().text();
      Span earlier = seen.putIfAbsent(name, d.name().span());
      if (earlier != null) {
        report(
            Problem.of(
                "NN106",
                d.name().span(),
                "'" + name + "' is already declared at " + earlier.place()));
      } else if (library.names().contains(name)) {
        report(
            Problem.of(
                "NN125", d.name().span(), "'" + name + "' is a layer of the library; rename it"));
      }
      if (d instanceof Ast.Block b) {
        blocks.put(name, b);
      } else if (d instanceof Ast.Network n) {
        networks.put(name, n);
      } else if (d instanceof Ast.Const c) {
        constants.add(c);
      }
    }
  }

  private Optional<ElaboratedNetwork> network(
      Ast.Network n, Ast.Name name, String doc, List<Ast.Argument> arguments) {
    GraphBuilder g = new GraphBuilder();
    Scope fileScope = new Scope(null);
    Bodies bodies = new Bodies(g, diagnostics, fileScope, blocks, library);
    Frame top = new Frame(fileScope, new Paths(""), null, false);
    for (Ast.Const c : constants) {
      bodies.attempt(
          () ->
              fileScope.put(
                  c.name().text(), bodies.calls.expressions.evaluate(c.value(), top), c.span()));
    }
    Scope scope = new Scope(fileScope);
    Frame frame = new Frame(scope, new Paths(""), null, false);
    NetworkReader reader = new NetworkReader(g, bodies, frame);
    bodies.attempt(() -> bind(n, arguments, scope, frame, bodies));
    reader.read(n);
    if (bodies.failed()) {
      return Optional.empty();
    }
    Graph graph =
        new Graph(
            name.text(),
            g.values(),
            reader.inputs(),
            reader.targets(),
            bodies.parameters(),
            reader.results());
    return Optional.of(
        new ElaboratedNetwork(
            name.text(),
            file.javaPackage(),
            doc,
            n.span(),
            graph,
            reader.trainings(),
            reader.preprocessing(),
            reader.places()));
  }

  private static void bind(
      Ast.Network n, List<Ast.Argument> arguments, Scope scope, Frame frame, Bodies bodies) {
    List<String> names = n.parameters().stream().map(p -> p.name().text()).toList();
    Map<String, Ast.Argument> bound =
        Binding.bind(n.name().text(), names, arguments, 0, n.name().span());
    for (Ast.Parameter p : n.parameters()) {
      Ast.Argument a = bound.get(p.name().text());
      Expression value = a == null ? p.fallback() : a.value();
      if (value == null) {
        throw Problem.of(
            "NN103", p.span(), "network " + n.name() + " needs a default for '" + p.name() + "'");
      }
      scope.put(p.name().text(), bodies.calls.expressions.evaluate(value, frame), p.span());
    }
  }

  /** The statements that only networks have. */
  private static final class NetworkReader {
    private final GraphBuilder g;
    private final Bodies bodies;
    private final Frame frame;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> targets = new ArrayList<>();
    private final Map<String, Statement.Border> outputs = new LinkedHashMap<>();
    private final Map<String, Span> places = new LinkedHashMap<>();
    private final List<Training> trainings = new ArrayList<>();
    private final List<Preprocess> preprocessing = new ArrayList<>();
    private final List<Graph.Result> results = new ArrayList<>();

    NetworkReader(GraphBuilder g, Bodies bodies, Frame frame) {
      this.g = g;
      this.bodies = bodies;
      this.frame = frame;
    }

    List<Value> inputs() {
      return inputs;
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

    List<Graph.Result> results() {
      return results;
    }

    Map<String, Span> places() {
      return places;
    }

    void read(Ast.Network n) {
      for (Statement s : n.body()) {
        bodies.attempt(() -> statement(s));
        if (bodies.later()) {
          return; // one clear message, not what follows from it
        }
      }
      deliver();
    }

    private void statement(Statement s) {
      if (s instanceof Statement.Border b) {
        border(b);
      } else if (s instanceof Statement.Train t) {
        trainings.add(new Trainings(bodies).read(t, frame, results));
      } else if (s instanceof Statement.Preprocess p) {
        preprocess(p);
      } else if (s instanceof Statement.Search q) {
        throw Problem.notYet(q.span(), "search is not built yet");
      } else {
        bodies.statement(s, frame);
      }
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
      Type type = bodies.types.read(b.type(), frame);
      if (!type.shape().batched()) {
        throw Problem.of(
            "NN118", b.type().span(), "the first size of '" + name + "' is the batch B");
      }
      boolean input = b.role() == Statement.Role.INPUT;
      Value leaf =
          g.leaf(
              input ? Leaf.INPUT : Leaf.TARGET,
              type,
              Attributes.of("name", name),
              new Origin(b.span(), name));
      (input ? inputs : targets).add(leaf);
      bodies.define(b.name(), leaf, frame);
    }

    private void preprocess(Statement.Preprocess p) {
      List<Long> dims = new ArrayList<>();
      for (Expression d : p.from().dims()) {
        if (!(d instanceof Expression.Whole w)) {
          throw Problem.notYet(d.span(), "pictures of any size are not built yet");
        }
        dims.add(w.value());
      }
      List<String> operations = new ArrayList<>();
      for (Expression.Stage stage : p.stages()) {
        Expression.CallStage s = (Expression.CallStage) stage;
        if (!Set.of("to_tensor", "normalize").contains(s.name().text())) {
          throw Problem.notYet(s.span(), "'" + s.name() + "' is not built yet");
        }
        Expression.Call call =
            new Expression.Call(
                s.span(), s.name(), s.arguments() == null ? List.of() : s.arguments());
        operations.add(s.arguments() == null ? s.name().text() : bodies.callText(call, frame));
      }
      preprocessing.add(new Preprocess(p.name().text(), dims, operations));
    }

    /** Outputs are there, have their declared types and need no target. */
    private void deliver() {
      List<Graph.Result> delivered = new ArrayList<>();
      for (Statement.Border b : outputs.values()) {
        bodies.attempt(() -> delivered.add(output(b)));
      }
      results.addAll(0, delivered);
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
                + "; it comes from "
                + bodies.calls.origin(v));
      }
      for (Value target : targets) {
        if (dependsOn(v, target, new HashSet<>())) {
          throw Problem.of(
              "NN305",
              b.name().span(),
              "output '"
                  + name
                  + "' needs the target '"
                  + target.attributes().word("name")
                  + "', which is not known at inference");
        }
      }
      return new Graph.Result(Graph.Role.OUTPUT, name, v);
    }

    private static boolean dependsOn(Value v, Value leaf, Set<Value> seen) {
      if (v == leaf) {
        return true;
      }
      for (Value o : v.operands()) {
        if (seen.add(o) && dependsOn(o, leaf, seen)) {
          return true;
        }
      }
      return false;
    }
  }
}
