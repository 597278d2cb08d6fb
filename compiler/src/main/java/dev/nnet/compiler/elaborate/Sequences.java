package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.CallStage;
import dev.nnet.compiler.syntax.Expression.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stages that know of steps: scan and its short forms, bidirectional, last, first; split. */
final class Sequences {
  /** {@code lstm(64)} is {@code scan(lstm_cell(64))}. */
  private static final Map<String, String> SCANS =
      Map.of("lstm", "lstm_cell", "gru", "gru_cell", "rnn", "rnn_cell");

  static final Set<String> STAGES =
      Set.of("scan", "lstm", "gru", "rnn", "bidirectional", "last", "first", "split");

  private final GraphBuilder g;
  private final Callables callables;
  private final Bodies bodies;

  Sequences(GraphBuilder g, Callables callables, Bodies bodies) {
    this.g = g;
    this.callables = callables;
    this.bodies = bodies;
  }

  /** {@code input -> stage}. */
  Object stage(CallStage s, Object input, Span from, Frame frame) {
    String name = s.name().text();
    if (input == null) {
      throw Problem.of("NN103", frame.blame(s.span()), name + " needs its input");
    }
    boolean braces = !s.branches().isEmpty();
    if (braces != name.equals("bidirectional")) {
      String takes = braces ? " takes no pipeline in braces" : " takes one pipeline in braces";
      throw Problem.of("NN120", s.span(), name + takes);
    }
    switch (name) {
      case "scan":
        return scan(s, input, from, frame);
      case "bidirectional":
        return bidirectional(s, input, from, frame);
      case "last":
      case "first":
        return step(s, input, from, frame);
      case "split":
        return split(s, input, from, frame);
      default:
        Name cell = new Name(s.name().span(), SCANS.get(name));
        return scan(s, cell, s.arguments(), input, from, frame);
    }
  }

  private Object scan(CallStage s, Object input, Span from, Frame frame) {
    List<Argument> given = arguments(s);
    if (given.isEmpty()
        || given.get(0).name() != null
        || !(given.get(0).value() instanceof Expression.Call cell)) {
      throw Problem.of(
          "NN103", frame.blame(s.span()), "scan needs a cell, for example scan(gru_cell(64))");
    }
    List<Argument> all = new ArrayList<>();
    all.addAll(cell.arguments() == null ? List.of() : cell.arguments());
    all.addAll(given.subList(1, given.size()));
    return scan(s, cell.name(), all, input, from, frame);
  }

  private static List<Argument> arguments(CallStage s) {
    return s.arguments() == null ? List.of() : s.arguments();
  }

  private Object scan(
      CallStage s, Name name, List<Argument> arguments, Object input, Span from, Frame frame) {
    Ast.Block cell = callables.block(name.text()).orElse(null);
    if (cell == null) {
      throw callables.unknown(name, frame);
    }
    if (!cell.cell()) {
      throw Problem.of(
          "NN128", frame.blame(name.span()), "scan needs a cell, '" + name + "' is a block");
    }
    boolean library = LayerLibrary.owns(cell.span().source());
    String kind = s.name().text().equals("scan") ? name.text() : s.name().text();
    String path = s.label() != null ? frame.paths().prefix() : frame.paths().next(kind);
    Frame inner = (library ? frame.into(s.span()) : frame).in(new Paths(path));
    List<Argument> given = arguments == null ? List.of() : arguments;
    Blocks.Call call = new Blocks.Call(s.span(), given, input, from);
    return bodies.cells.scan(cell, call, frame, inner);
  }

  /** The results of both directions behind each other along the last axis. */
  private Object bidirectional(CallStage s, Object input, Span from, Frame frame) {
    String path = s.label() != null ? frame.paths().prefix() : frame.paths().next(s.name().text());
    List<Stage> branch = Calls.branch(s);
    Frame forward = frame.in(new Paths(path + "/forward"));
    Frame backward = frame.in(new Paths(path + "/backward"));
    Object first = bodies.calls.pipe(input, from, branch, forward);
    Object second = bodies.cells.backwards(() -> bodies.calls.pipe(input, from, branch, backward));
    List<Object> firsts = first instanceof Results r ? r.values() : List.of(first);
    List<Object> seconds = second instanceof Results r ? r.values() : List.of(second);
    List<Object> both = new ArrayList<>();
    for (int i = 0; i < firsts.size(); i++) {
      List<Value> parts =
          List.of(
              bodies.calls.tensor(firsts.get(i), s.span(), frame),
              bodies.calls.tensor(seconds.get(i), s.span(), frame));
      Attributes last = Attributes.of("axis", List.of(parts.get(0).shape().rank() - 1L));
      both.add(bodies.calls.apply(Ops.CONCAT, last, parts, frame, s.span()));
    }
    return new Results(both);
  }

  private Object step(CallStage s, Object input, Span from, Frame frame) {
    Value x = bodies.calls.tensor(input, from, frame);
    Span at = frame.blame(s.span());
    if (x.shape().rank() < 2 || !x.shape().batched()) {
      throw Problem.of(
          "NN218", at, s.name() + " takes a step of a sequence [B, T, ..], but gets " + x.type());
    }
    boolean last = s.name().text().equals("last") != bodies.cells.reversed();
    Value step = bodies.cells.step(x, last, new Origin(at, frame.paths().prefix()));
    bodies.calls.origins.made(step, at);
    return step;
  }

  /** {@code a, b = x -> split(2)}: equal parts of the last axis. */
  private Object split(CallStage s, Object input, Span from, Frame frame) {
    Value x = bodies.calls.tensor(input, from, frame);
    Span at = frame.blame(s.span());
    if (arguments(s).size() != 1 || x.shape().rank() == 0) {
      throw Problem.of("NN103", at, "split needs a number of parts, for example split(2)");
    }
    long parts = bodies.calls.expressions.whole(arguments(s).get(0).value(), frame, "parts");
    long axis = x.shape().rank() - 1L;
    long size = x.shape().size((int) axis);
    if (parts < 1 || size % parts != 0) {
      throw Problem.of(
          "NN219",
          at,
          "cannot split the " + size + " of " + x.type() + " into " + parts + " parts");
    }
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < parts; i++) {
      Attributes a = Attributes.of("axis", axis).with("from", i * size / parts);
      Attributes part = a.with("size", size / parts);
      values.add(bodies.calls.apply(Ops.SLICE, part, List.of(x), frame, s.span()));
    }
    return new Results(values);
  }

  /** Noise that is the same in all steps: of the cell that is being read, or of a sequence. */
  Value sameNoise(Value x, Object steps, Span span, Frame frame) {
    Span at = frame.blame(span);
    if (!"same".equals(steps)) {
      throw Problem.of("NN117", at, "steps of noise is `same` or not there");
    }
    if (bodies.cells.stepping()) {
      return bodies.parameters.noise(x.type(), true, span, frame);
    }
    if (x.shape().rank() < 3 || !x.shape().batched()) {
      throw Problem.of(
          "NN218", at, at.text() + " runs over a sequence [B, T, ..], but gets " + x.type());
    }
    return bodies.parameters.noise(Type.f32(x.shape().with(1, Dim.of(1))), false, span, frame);
  }
}
