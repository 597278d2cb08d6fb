package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cells: their bodies are read once, as one step, and repeated for all steps of a sequence. */
final class Cells {
  private final GraphBuilder g;
  private final Bodies bodies;
  private final List<Recurrence> recurrences = new ArrayList<>();
  private long loops;

  /** The step that is being read; null outside of scans. */
  private Region region;

  /** Whether scans begin with the last step. */
  private boolean reversed;

  Cells(GraphBuilder g, Bodies bodies) {
    this.g = g;
    this.bodies = bodies;
  }

  /** What the steps of all scans hand on. */
  List<Recurrence> recurrences() {
    return recurrences;
  }

  /** Whether a step is being read. */
  boolean stepping() {
    return region != null;
  }

  /** Whether the last step comes first, as in the second half of {@code bidirectional}. */
  boolean reversed() {
    return reversed;
  }

  /** Runs something in which the last step of a sequence comes first. */
  <R> R backwards(java.util.function.Supplier<R> work) {
    boolean outer = reversed;
    reversed = !outer;
    try {
      return work.get();
    } finally {
      reversed = outer;
    }
  }

  /**
   * A cell over all steps of a sequence.
   *
   * @param call of the cell; its input is the sequence
   * @return the outputs for all steps, then the final states
   */
  Object scan(Ast.Block cell, Blocks.Call call, Frame caller, Frame callee) {
    Span at = caller.blame(call.span());
    Value x = bodies.calls.tensor(call.input(), call.from(), caller);
    if (region != null) {
      throw Problem.of("NN127", at, "a scan runs over a whole sequence, but a cell sees one step");
    }
    int rank = Blocks.rank(cell);
    if (x.shape().rank() < 2 || !x.shape().batched() || rank > 0 && x.shape().rank() <= rank) {
      String hint = x.shape().rank() == 2 ? "unsqueeze(.., 2) for one number a step" : null;
      throw Problem.of(
          "NN218",
          at,
          cell.name() + " runs over a sequence [B, T, ..], but gets " + x.type(),
          hint);
    }
    Map<Argument, Object> values = new HashMap<>();
    for (Argument a : call.arguments()) {
      values.put(a, bodies.calls.expressions.evaluate(a.value(), caller));
    }
    region = new Region(++loops, x.shape().dim(1), reversed);
    Region own = region;
    Type type = new Type(x.type().element(), x.type().bound(), x.shape().without(List.of(1L)));
    Origin origin = new Origin(at, "");
    Value step =
        g.apart(own.body(), () -> g.leaf(Leaf.CARRY, type, Attributes.of("name", "x"), origin));
    Object result;
    try {
      Blocks.Call once = new Blocks.Call(call.span(), call.arguments(), step, call.from(), values);
      result = g.apart(own.body(), () -> bodies.blocks.instantiate(cell, once, caller, callee));
    } finally {
      region = null;
    }
    return repeat(own, step, x, result, at);
  }

  private Object repeat(Region own, Value step, Value x, Object result, Span at) {
    Lifting lifting = new Lifting(g, own.steps(), bodies.parameters);
    lifting.put(step, x);
    List<Value> carries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Region.State s : own.states()) {
      String plain = s.name + "." + own.loop();
      String unique = plain;
      for (int i = 2; !names.add(unique); i++) { // cells within the cell may have such a state too
        unique = plain + "." + i;
      }
      Attributes name = Attributes.of("name", unique);
      Value carry = g.leaf(Leaf.CARRY, lifting.type(s.held.type()), name, s.held.origin());
      lifting.put(s.held, carry);
      carries.add(carry);
    }
    own.body().forEach(lifting::add);
    List<Object> results = new ArrayList<>();
    for (Object o : result instanceof List<?> list ? list : List.of(Results.one(result))) {
      Value all = lifting.of(bodies.calls.tensor(o, at, null));
      bodies.calls.origins.made(all, at);
      results.add(all);
    }
    for (int i = 0; i < carries.size(); i++) {
      Region.State s = own.states().get(i);
      Value source = lifting.of(s.next);
      if (own.reversed() && own.steps().ragged()) { // padding comes first and leaves all as it is
        source = bodies.masks.choose(source, carries.get(i), source.origin());
      }
      recurrences.add(
          new Recurrence(own.loop(), carries.get(i), s.initial, source, own.reversed()));
      Value last = step(source, !own.reversed(), source.origin());
      bodies.calls.origins.made(last, at);
      results.add(last);
    }
    return new Results(results);
  }

  /** The last step of a sequence, or the first. */
  Value step(Value sequence, boolean last, Origin origin) {
    if (last && sequence.shape().dim(1).ragged()) {
      return bodies.masks.last(sequence, origin);
    }
    long steps = sequence.shape().size(1);
    Attributes a = Attributes.of("axis", 1L).with("from", last ? steps - 1 : 0L).with("size", 1L);
    Value slice = g.apply(Ops.SLICE, a, List.of(sequence), origin);
    return g.apply(Ops.SQUEEZE, Attributes.of("axis", List.of(1L)), List.of(slice), origin);
  }

  /**
   * The body of a cell whose inputs have values.
   *
   * @param given states that the call gives
   * @param scanned whether those are the states to begin with, not those of this step
   */
  Object run(Ast.Block cell, Map<String, Object> given, boolean scanned, Span at, Frame frame) {
    Bodies.announce(cell.body(), frame.scope());
    Bodies.unchanged(cell);
    Map<String, Region.State> states = new HashMap<>();
    List<Value> results = new ArrayList<>();
    for (Statement s : cell.body()) {
      if (s instanceof Statement.State declared) {
        states.put(
            declared.name().text(),
            state(declared, given.get(declared.name().text()), scanned, at, frame));
      } else if (s instanceof Statement.Next n) {
        results.add(next(n, states, frame));
      } else if (s instanceof Statement.Return r) {
        List<Object> values = new ArrayList<>();
        r.values().forEach(v -> values.add(bodies.calls.expressions.evaluate(v, frame)));
        results.forEach(values::add);
        return scanned ? values.subList(0, r.values().size()) : new Results(values);
      } else if (!(s instanceof Statement.Border)) {
        bodies.statement(s, frame);
      }
    }
    if (results.isEmpty()) {
      throw Problem.of("NN123", cell.name().span(), "cell '" + cell.name() + "' returns nothing");
    }
    return scanned ? results.get(0) : new Results(new ArrayList<>(results));
  }

  private Region.State state(
      Statement.State s, Object given, boolean scanned, Span at, Frame frame) {
    Type type = bodies.types.read(s.type(), frame);
    String name = s.name().text();
    boolean pure = given != null && !scanned;
    if (region == null && !pure) {
      throw Problem.of(
          "NN128",
          at,
          "a cell has states: it runs over a sequence, or is given '" + name + "'",
          "x -> scan(" + at.text() + ")");
    }
    Value held;
    Value initial = null;
    if (pure) {
      held = bodies.calls.tensor(given, at, frame);
      require(held.type(), type, s, at);
    } else {
      Object start = given != null || s.initial() == null ? given : initial(s, frame);
      initial = start == null ? null : g.outside(() -> initial(start, type, s, at, frame));
      Attributes attributes = Attributes.of("name", name);
      held = g.leaf(Leaf.CARRY, type, attributes, new Origin(at, frame.paths().prefix()));
    }
    Region.State state = new Region.State(name, held, initial);
    if (!pure) {
      region.states().add(state);
    }
    bodies.define(s.name(), held, "state", frame);
    return state;
  }

  private Object initial(Statement.State s, Frame frame) {
    return g.outside(() -> bodies.calls.expressions.evaluate(s.initial(), frame));
  }

  /** What a state begins with: a tensor of its type, one for all examples, or a number. */
  private Value initial(Object start, Type type, Statement.State s, Span at, Frame frame) {
    if (Constants.isNumber(start) && Constants.number(start) == 0) {
      return null;
    }
    Origin origin = new Origin(at, frame.paths().prefix());
    Value value =
        Constants.isNumber(start)
            ? g.at(origin).constant(Constants.number(start))
            : bodies.calls.tensor(start, at, frame);
    Shape shape = type.shape();
    boolean one = value.shape().rank() == 0;
    if (!one && !value.shape().equals(shape.without(List.of(0L)))) {
      require(value.type(), type, s, at);
      return value;
    }
    List<Long> axes = new ArrayList<>(List.of(0L));
    for (long i = 1; one && i < shape.rank(); i++) {
      axes.add(i);
    }
    Attributes a =
        Attributes.of("axis", axes).with("keep", false).with("mean", false).with("shape", shape);
    return g.apply(Ops.SPREAD, a, List.of(value), origin);
  }

  private static void require(Type found, Type declared, Statement.State s, Span at) {
    if (!found.equals(declared)) {
      throw Problem.of(
          "NN308",
          at,
          "'"
              + s.name()
              + "' is "
              + found
              + ", its declaration ("
              + s.type().span().place()
              + ") says "
              + declared);
    }
  }

  private Value next(Statement.Next n, Map<String, Region.State> states, Frame frame) {
    Region.State state = states.get(n.name().text());
    if (state == null) {
      throw Problem.of("NN309", n.name().span(), "there is no state '" + n.name() + "' here");
    }
    Object value = bodies.calls.expressions.evaluate(n.value(), frame);
    state.next = bodies.calls.tensor(value, n.span(), frame);
    Span declared = frame.scope().entry(n.name().text()).span();
    Bodies.requireState(n, state.next, state.held, declared, frame);
    return state.next;
  }
}
