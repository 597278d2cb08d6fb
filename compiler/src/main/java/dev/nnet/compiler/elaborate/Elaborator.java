package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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

  /** The blocks that a network calls; identity, since equal ones are different blocks. */
  private final Set<Ast.Block> entered = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Whether anything is wrong with this file. */
  private boolean failed;

  /** Imported names that are not there. */
  private final List<Ast.Name> missing = new ArrayList<>();

  /** Values of the network's parameters that come before all others. */
  private final Map<String, Range.Setting> settings;

  private Elaborator(Ast.File file, Diagnostics diagnostics, Map<String, Range.Setting> settings) {
    this.file = file;
    this.diagnostics = diagnostics;
    this.settings = settings;
  }

  /** All networks without errors; {@code diagnostics} tell of the others. */
  public static List<ElaboratedNetwork> elaborate(
      Ast.File file, Imports imports, Diagnostics diagnostics) {
    Elaborator elaborator = new Elaborator(file, diagnostics, Map.of());
    elaborator.importNames(file, imports, new HashSet<>());
    elaborator.declare();
    List<ElaboratedNetwork> networks = elaborator.networks(n -> true);
    elaborator.uncalled();
    Doubts.of(file, elaborator.library).forEach(diagnostics::add);
    return elaborator.unused() ? List.of() : networks;
  }

  /**
   * One network with other values of its parameters; nothing if it has errors then.
   *
   * @param settings by parameter
   */
  public static Optional<ElaboratedNetwork> elaborate(
      Ast.File file,
      Imports imports,
      Diagnostics diagnostics,
      String network,
      Map<String, Range.Setting> settings) {
    Elaborator elaborator = new Elaborator(file, diagnostics, settings);
    elaborator.importNames(file, imports, new HashSet<>());
    elaborator.declare();
    return elaborator.networks(network::equals).stream().findFirst();
  }

  private List<ElaboratedNetwork> networks(Predicate<String> wanted) {
    List<ElaboratedNetwork> found = new ArrayList<>();
    for (Ast.Declaration d : file.declarations()) {
      if (!wanted.test(d.name().text())) {
        continue;
      }
      if (d instanceof Ast.Network n) {
        network(n, n.name(), n.doc(), List.of()).ifPresent(found::add);
      } else if (d instanceof Ast.Variant v) {
        Ast.Network base = networks.get(v.base().text());
        if (base == null) {
          report(Problem.of("NN105", v.base().span(), "unknown network '" + v.base() + "'"));
        } else {
          network(base, v.name(), v.doc(), v.arguments()).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** What can be said of blocks that no network of the file calls. */
  private void uncalled() {
    Scope scope = new Scope(null);
    constants.forEach(c -> scope.put(c.name().text(), Scope.POISON, c.name().span()));
    missing.forEach(m -> scope.put(m.text(), Scope.POISON, m.span()));
    Frame frame = new Frame(scope, new Paths(""), null, false);
    for (Ast.Declaration d : file.declarations()) {
      if (d instanceof Ast.Block b && !entered.contains(b)) {
        UncalledBlock.check(b, new Callables(blocks, library), frame).forEach(this::report);
      }
    }
  }

  /** Tells what is never used, unless something else is wrong: then it may be why. */
  private boolean unused() {
    boolean error = false;
    for (Diagnostic d : failed ? List.<Diagnostic>of() : Unused.of(file)) {
      diagnostics.add(d);
      error |= d.severity() == Diagnostic.Severity.ERROR;
    }
    return error;
  }

  private void report(Problem p) {
    failed = true;
    if (p.diagnostic() != null) {
      diagnostics.add(p.diagnostic());
    }
  }

  private void importNames(Ast.File from, Imports imports, Set<String> seen) {
    for (Ast.Import i : from.imports()) {
      Optional<Ast.File> other = imports.file(i);
      if (other.isEmpty()) {
        report(Problem.of("NN115", i.pathSpan(), "cannot read " + i.path()));
        missing.addAll(i.names());
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
          missing.add(name);
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
      } else if (library.names().contains(name) || RestOfPipeline.BUILT_IN.contains(name)) {
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
    Bodies bodies = new Bodies(g, diagnostics, fileScope, new Callables(blocks, library), entered);
    Frame top = new Frame(fileScope, new Paths(""), null, false);
    missing.forEach(m -> fileScope.put(m.text(), Scope.POISON, m.span()));
    constants.forEach(c -> fileScope.announce(c.name().text(), c.name().span()));
    for (Ast.Const c : constants) {
      bodies.attempt(() -> constant(c, top, bodies));
    }
    Scope scope = new Scope(fileScope);
    Frame frame = new Frame(scope, new Paths(""), null, false);
    NetworkReader reader = new NetworkReader(g, bodies, frame);
    bodies.attempt(() -> bind(n, arguments, frame, bodies));
    reader.read(n, arguments);
    if (bodies.failed()) {
      failed = true;
      return Optional.empty();
    }
    List<Value> targets = new ArrayList<>(reader.targets());
    targets.addAll(bodies.parameters.noises());
    List<Graph.Result> results = new ArrayList<>(reader.results());
    results.addAll(bodies.parameters.states());
    Graph graph =
        new Graph(
            name.text(),
            g.values(),
            reader.inputs(),
            targets,
            bodies.parameters.all(),
            results,
            bodies.cells.recurrences());
    bodies.attempt(() -> reader.checkCuts(graph));
    if (bodies.failed()) {
      failed = true;
      return Optional.empty();
    }
    return Optional.of(
        new ElaboratedNetwork(
            name.text(),
            file.javaPackage(),
            doc,
            n.span(),
            graph,
            reader.trainings(),
            Optional.ofNullable(reader.search()),
            reader.preprocessing(),
            reader.numbers(),
            reader.places(),
            bodies.calls.log.all()));
  }

  private static void constant(Ast.Const c, Frame top, Bodies bodies) {
    Object value = Scope.POISON;
    try {
      value = bodies.calls.expressions.evaluate(c.value(), top);
    } finally {
      top.scope().put(c.name().text(), value, c.name().span(), "const");
    }
  }

  private void bind(Ast.Network n, List<Ast.Argument> arguments, Frame frame, Bodies bodies) {
    List<String> names = n.parameters().stream().map(p -> p.name().text()).toList();
    Map<String, Ast.Argument> bound =
        Binding.bind(n.name().text(), names, arguments, 0, n.name().span());
    for (Ast.Parameter p : n.parameters()) {
      Ast.Argument a = bound.get(p.name().text());
      Range.Setting setting = settings.get(p.name().text());
      Expression value = setting != null ? setting.value() : a == null ? p.fallback() : a.value();
      if (value == null) {
        throw Problem.of(
            "NN103", p.span(), "network " + n.name() + " needs a default for '" + p.name() + "'");
      }
      Object known = bodies.calls.expressions.evaluate(value, frame);
      bodies.define(p.name(), known, "parameter", frame);
    }
  }
}
