package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The statements of blocks and networks. */
final class Bodies {
  private final Diagnostics diagnostics;
  private final Callables callables;
  private boolean failed;
  private boolean later;

  final Calls calls;
  final Types types;
  final Parameters parameters;
  final Blocks blocks;
  final Cells cells;
  final Masks masks;

  Bodies(
      GraphBuilder g,
      Diagnostics diagnostics,
      Scope file,
      Callables callables,
      Set<Ast.Block> entered) {
    this.diagnostics = diagnostics;
    this.callables = callables;
    this.calls = new Calls(g, callables, this);
    this.types = new Types(calls.expressions);
    this.parameters = new Parameters(g, calls.expressions, types);
    this.blocks = new Blocks(this, file, entered);
    this.cells = new Cells(g, this);
    this.masks = new Masks(g);
  }

  /** Tells a scope what its statements will define, so that a use above can be told from a slip. */
  static void announce(List<Statement> body, Scope scope) {
    for (Statement s : body) {
      if (s instanceof Statement.Assign a) {
        a.bindings().stream()
            .filter(b -> b.name() != null)
            .forEach(b -> scope.announce(b.name().text(), b.name().span()));
      } else if (s instanceof Statement.LocalConst c) {
        scope.announce(c.name().text(), c.name().span());
      } else if (s instanceof Statement.LayerDecl l) {
        scope.announce(l.name().text(), l.name().span());
      } else if (s instanceof Statement.Param p) {
        scope.announce(p.name().text(), p.name().span());
      } else if (s instanceof Statement.State t) {
        scope.announce(t.name().text(), t.name().span());
      } else if (s instanceof Statement.Border b && b.role() != Role.OUTPUT) {
        scope.announce(b.name().text(), b.name().span());
      }
    }
  }

  /** The body of a block whose inputs have values; the result is what it returns. */
  Object run(Ast.Block block, Frame frame) {
    announce(block.body(), frame.scope());
    unchanged(block);
    for (Statement s : block.body()) {
      if (s instanceof Statement.Return r) {
        if (r.values().size() == 1) {
          return calls.expressions.evaluate(r.values().get(0), frame);
        }
        List<Object> values = new ArrayList<>();
        r.values().forEach(v -> values.add(calls.expressions.evaluate(v, frame)));
        return values;
      }
      boolean input = s instanceof Statement.Border b && b.role() == Role.INPUT;
      if (!input) {
        statement(s, frame);
      }
    }
    throw Problem.of("NN123", block.name().span(), "block '" + block.name() + "' returns nothing");
  }

  /** A statement that is the same in blocks and networks. */
  void statement(Statement s, Frame frame) {
    if (s instanceof Statement.Assign a) {
      assign(a, frame);
    } else if (s instanceof Statement.LocalConst c) {
      constant(c, frame);
    } else if (s instanceof Statement.Param p) {
      define(p.name(), parameters.lazy(p, frame), "parameter", frame);
    } else if (s instanceof Statement.LayerDecl l) {
      layer(l, frame);
    } else if (s instanceof Statement.Dims d) {
      throw Problem.of("NN126", d.span(), "sequences and sizes are declared by a network");
    } else if (s instanceof Statement.State t && cells.stepping()) {
      throw Problem.of(
          "NN129",
          frame.blame(t.span()),
          "'"
              + t.name().text().replaceAll("_$", "")
              + "' is kept between training steps, a cell runs many times in one",
          "layer_norm instead of batch_norm");
    } else if (s instanceof Statement.State t) {
      define(t.name(), parameters.lazy(t, frame), "state", frame);
    } else if (s instanceof Statement.Next n) {
      next(n, frame);
    } else {
      throw Problem.of("NN126", s.span(), "this statement does not belong here");
    }
  }

  /**
   * @throws Problem if a state has no {@code next}
   */
  static void unchanged(Ast.Block block) {
    for (Statement s : block.body()) {
      if (s instanceof Statement.State t
          && block.body().stream()
              .noneMatch(
                  n -> n instanceof Statement.Next x && x.name().text().equals(t.name().text()))) {
        throw Problem.of(
            "NN309",
            t.name().span(),
            "state '"
                + t.name()
                + "' never changes; add `next "
                + t.name()
                + " = ..`"
                + (block.cell() ? ", or make it a `context`" : ""));
      }
    }
  }

  /** What a state is after the training step. */
  private void next(Statement.Next n, Frame frame) {
    Scope.Entry state = frame.scope().entry(n.name().text());
    if (state == null || !state.role().equals("state")) {
      throw Problem.of("NN309", n.name().span(), "there is no state '" + n.name() + "' here");
    }
    Value before = (Value) frame.scope().get(n.name().text());
    Value after = calls.tensor(calls.expressions.evaluate(n.value(), frame), n.span(), frame);
    requireState(n, after, before, state.span(), frame);
    parameters.next(n.name(), frame, after);
  }

  /**
   * @param declared where the state's type is said
   * @throws Problem if what a state becomes is of another type than the state
   */
  static void requireState(Statement.Next n, Value after, Value state, Span declared, Frame frame) {
    if (!after.type().equals(state.type())) {
      throw Problem.of(
          "NN308",
          frame.blame(n.span()),
          "the new '"
              + n.name()
              + "' is "
              + after.type()
              + ", its declaration ("
              + declared.place()
              + ") says "
              + state.type());
    }
  }

  private void constant(Statement.LocalConst c, Frame frame) {
    free(c.name(), frame);
    Object value =
        guarded(List.of(c.name()), frame, () -> calls.expressions.evaluate(c.value(), frame));
    if (value instanceof Value) {
      frame.scope().put(c.name().text(), Scope.POISON, c.name().span());
      throw Problem.of(
          "NN111",
          c.value().span(),
          "a const is known to the compiler, but this is a tensor; write `" + c.name() + " = ..`");
    }
    define(c.name(), value, "const", frame);
  }

  private void layer(Statement.LayerDecl l, Frame frame) {
    if (!(l.value() instanceof Expression.Call c)) {
      free(l.name(), frame);
      frame.scope().put(l.name().text(), Scope.POISON, l.name().span());
      throw Problem.of("NN124", l.value().span(), "a layer is one call, for example dense(64)");
    }
    List<Expression.Stage> stages =
        List.of(
            new Expression.CallStage(c.span(), l.name(), c.name(), c.arguments(), null, List.of()));
    define(l.name(), new Stages(stages, frame.scope(), frame.paths().prefix()), "layer", frame);
  }

  private interface Work {
    Object run();
  }

  /** Evaluates; names whose definition has an error are not reported again where they are used. */
  private static Object guarded(List<Ast.Name> names, Frame frame, Work work) {
    try {
      return work.run();
    } catch (Problem p) {
      names.forEach(n -> frame.scope().put(n.text(), Scope.POISON, n.span()));
      throw p;
    }
  }

  private void assign(Statement.Assign a, Frame frame) {
    List<Ast.Name> names = new ArrayList<>();
    for (Statement.Binding b : a.bindings()) {
      if (b.name() != null) {
        free(b.name(), frame);
        names.add(b.name());
      }
    }
    boolean library = LayerLibrary.owns(a.span().source());
    Statement.Binding first = a.bindings().get(0);
    boolean path = !library && first.name() != null;
    Frame inner = path ? frame.in(new Paths(frame.paths().in(first.name().text()))) : frame;
    List<?> values =
        (List<?>)
            guarded(
                names,
                frame,
                () -> {
                  Object value = calls.expressions.evaluate(a.value(), inner);
                  boolean one = a.bindings().size() == 1;
                  List<?> all = one ? List.of(Results.one(value)) : unpack(value, a, frame);
                  check(a, all, frame);
                  return all;
                });
    for (int i = 0; i < values.size(); i++) {
      Ast.Name name = a.bindings().get(i).name();
      if (name != null) {
        define(name, values.get(i), "tensor", frame);
      }
    }
  }

  /** Written types hold. */
  private void check(Statement.Assign a, List<?> values, Frame frame) {
    for (int i = 0; i < values.size(); i++) {
      Statement.Binding b = a.bindings().get(i);
      if (b.type() != null && values.get(i) instanceof Value v) {
        String what = b.name() == null ? "this" : "'" + b.name() + "'";
        types.match(b.type(), v.type(), frame, b.span(), what);
      }
    }
  }

  private static List<?> unpack(Object value, Statement.Assign a, Frame frame) {
    int wanted = a.bindings().size();
    if (value instanceof Results several && several.values().size() >= wanted) {
      return several.values().subList(0, wanted);
    }
    List<?> values = value instanceof Results several ? several.values() : List.of(value);
    int given = value instanceof List<?> list ? list.size() : values.size();
    if (given != wanted) {
      throw Problem.of(
          "NN114",
          frame.blame(a.span()),
          producer(a.value())
              + " gives "
              + given
              + " value"
              + (given == 1 ? "" : "s")
              + ", "
              + wanted
              + " are named");
    }
    return (List<?>) value;
  }

  /** Who gives the value of an expression. */
  private static String producer(Expression e) {
    if (e instanceof Expression.Arrow a
        && a.stages().get(a.stages().size() - 1) instanceof Expression.CallStage s) {
      return s.name().text();
    }
    return e instanceof Expression.Call c && c.arguments() != null ? c.name().text() : "this";
  }

  /** Gives a name its meaning; a name has one. */
  void define(Ast.Name name, Object value, String role, Frame frame) {
    free(name, frame);
    frame.scope().put(name.text(), value, name.span(), role);
  }

  /**
   * @throws Problem if the name means something already, here or in the file or the library
   */
  private void free(Ast.Name name, Frame frame) {
    String text = name.text();
    Scope.Entry earlier = frame.scope().entry(text);
    if (frame.scope().place(text) != null) {
      if (earlier.value() == Scope.POISON) {
        throw Problem.reported();
      }
      boolean tensor = earlier.role().equals("tensor");
      throw Problem.of(
          "NN106",
          name.span(),
          "'"
              + name
              + "' already names the "
              + earlier.role()
              + " of "
              + earlier.span().place()
              + "; every "
              + (tensor ? "tensor" : "thing")
              + " has its own name (write `"
              + name
              + "2`"
              + (tensor ? ", or join the two pipelines)" : ")"));
    }
    if (LayerLibrary.owns(name.span().source())) {
      return;
    }
    String taken = callables.names().contains(text) ? "a " + callables.kind(text) : null;
    if (taken == null && earlier != null) {
      String at = earlier.span().placeFrom(name.span().source());
      taken = "the " + earlier.role() + " of " + at;
    }
    if (taken != null) {
      frame.scope().put(text, Scope.POISON, name.span());
      throw Problem.of("NN125", name.span(), "'" + name + "' is " + taken + "; rename it");
    }
  }

  /** Runs one statement; what goes wrong is reported and the next one may run. */
  void attempt(Runnable statement) {
    attempt(
        () -> {
          statement.run();
          return null;
        },
        null);
  }

  /** The same for what has a result, which is another one if it goes wrong. */
  <T> T attempt(Supplier<T> part, T otherwise) {
    try {
      return part.get();
    } catch (Problem p) {
      failed = true;
      if (p.diagnostic() != null) {
        diagnostics.add(p.diagnostic());
        later |= p.isNotYet();
      }
      return otherwise;
    }
  }

  /** Whether a statement had an error, even one that is reported already. */
  boolean failed() {
    return failed;
  }

  /** Whether something was met that is not built yet: what follows from it is not worth a word. */
  boolean later() {
    return later;
  }
}
