package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
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
import dev.nnet.runtime.random.Initializer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls of blocks, layers and ops, and the pipelines made of them. */
final class Calls {
  /** Stages of a network, repetitions and all; far more than a person writes. */
  private static final int LAYERS = 100_000;

  /** Functions of numbers that the compiler knows. */
  static final Set<String> FUNCTIONS =
      Set.of("height", "width", "floor", "ceil", "round", "log2", "make_divisible");

  private final GraphBuilder g;
  private final Callables callables;
  private final Bodies bodies;

  /** The named stages that are running. */
  private final Set<Stages> applied = Collections.newSetFromMap(new IdentityHashMap<>());

  private int count;

  final Origins origins = new Origins();
  final CallLog log = new CallLog();
  final Expressions expressions;
  private final Sequences sequences;
  private final Branches branches = new Branches(this);
  private final Rearrange rearrange = new Rearrange(this);
  private final RestOfPipeline rest;

  Calls(GraphBuilder g, Callables callables, Bodies bodies) {
    this.g = g;
    this.callables = callables;
    this.bodies = bodies;
    this.expressions = new Expressions(g, this);
    this.sequences = new Sequences(g, callables, bodies);
    this.rest = new RestOfPipeline(callables, bodies);
  }

  /** Where values are built. */
  GraphBuilder builder() {
    return g;
  }

  /** A name used as a stage without a call: {@code act: stage = relu}. */
  Stages asStages(Name name, Frame frame) {
    if (!callables.names().contains(name.text())) {
      return null;
    }
    Stage stage = new CallStage(name.span(), null, name, null, null, List.of());
    return new Stages(List.of(stage), frame.scope(), null);
  }

  /** {@code input -> stage -> stage}. */
  Object pipe(Object input, Span head, List<Stage> stages, Frame frame) {
    Object value = input;
    Span from = head;
    for (int i = 0; i < stages.size(); i++) {
      try {
        value = stage(value, from, stages.get(i), frame);
      } catch (Problem p) {
        if (!LayerLibrary.owns(stages.get(i).span().source()) && !p.isNotYet()) {
          rest.check(stages.subList(i + 1, stages.size()), frame);
        }
        throw p;
      }
      from = stages.get(i).span();
    }
    return value;
  }

  private Object stage(Object input, Span from, Stage stage, Frame frame) {
    if (++count > LAYERS) {
      throw Problem.of("NN120", frame.blame(stage.span()), "more than " + LAYERS + " layers");
    }
    if (stage instanceof Expression.IfStage i) {
      Expression.Pipeline chosen =
          expressions.truth(i.condition(), frame) ? i.whenTrue() : i.whenFalse();
      return chosen == null ? input : pipe(input, from, chosen.stages(), frame);
    }
    CallStage s = (CallStage) stage;
    Frame labelled =
        s.label() == null ? frame : frame.in(new Paths(frame.paths().labelled(s.label().text())));
    switch (s.name().text()) {
      case "repeat":
        return repeat(input, from, s, labelled);
      case "concat":
        return branches.concat(s, input, from, labelled);
      case "stack":
        return branches.stack(s, input, from, labelled);
      case "rearrange":
        return rearrange.apply(s, input, from, labelled);
      case "sum":
        return s.branches().isEmpty()
            ? invoke(s, input, from, labelled)
            : branches.sum(s, input, from, labelled);
      case "residual":
        return branches.residual(s, input, from, labelled);
      case "remat":
        return branches.remat(s, input, from, labelled, g);
      default:
        return Sequences.STAGES.contains(s.name().text())
            ? sequences.stage(s, input, from, labelled)
            : invoke(s, input, from, labelled);
    }
  }

  static List<Stage> branch(CallStage s) {
    if (s.branches().size() != 1) {
      throw Problem.of("NN120", s.span(), s.name() + " takes one pipeline in braces");
    }
    return s.branches().get(0).stages();
  }

  private Object repeat(Object input, Span from, CallStage s, Frame frame) {
    if (s.arguments() == null || s.arguments().size() != 1) {
      throw Problem.of("NN103", s.span(), "repeat needs a number, for example repeat(3) { .. }");
    }
    long times = expressions.whole(s.arguments().get(0).value(), frame, "the number of turns");
    if (times < 0 || times > 10_000) {
      throw Problem.of("NN120", s.span(), "repeat takes 0 to 10000 turns, but gets " + times);
    }
    Object value = input;
    for (long i = 0; i < times; i++) {
      Scope scope = new Scope(frame.scope());
      if (s.as() != null) {
        scope.put(s.as().text(), i, s.as().span());
      }
      Frame turn = new Frame(scope, frame.paths(), frame.call(), frame.shared());
      value = pipe(value, from, branch(s), turn);
    }
    return value;
  }

  /** {@code f(x, a, b)}. */
  Object call(Expression.Call c, Frame frame) {
    List<Object> plain = new ArrayList<>();
    boolean known = true;
    for (Argument a : c.arguments()) {
      known &= a.name() == null;
    }
    if (known && FUNCTIONS.contains(c.name().text())) {
      c.arguments().forEach(a -> plain.add(expressions.evaluate(a.value(), frame)));
      Object value = Constants.call(c.name().text(), plain, c.span());
      if (value != null) {
        return value;
      }
    }
    boolean noise = c.name().text().equals("noise") && callables.block("noise").isEmpty();
    if (noise && !c.arguments().isEmpty()) {
      return noise(c, frame);
    }
    boolean initializer = Initializer.Rule.BY_NAME.containsKey(c.name().text());
    if (initializer && callables.block(c.name().text()).isEmpty()) {
      return bodies.parameters.initializer(c, frame);
    }
    CallStage stage = new CallStage(c.span(), null, c.name(), c.arguments(), null, List.of());
    if (Sequences.STAGES.contains(c.name().text()) && !c.arguments().isEmpty()) {
      Argument first = c.arguments().get(0);
      List<Argument> rest = c.arguments().subList(1, c.arguments().size());
      Object input = expressions.evaluate(first.value(), frame);
      CallStage after = new CallStage(c.span(), null, c.name(), rest, null, List.of());
      return sequences.stage(after, input, first.span(), frame);
    }
    switch (c.name().text()) {
      case "concat":
        return branches.concat(stage, null, c.span(), frame);
      case "stack":
        return branches.stack(stage, null, c.span(), frame);
      case "rearrange":
        return rearrange.apply(stage, null, c.span(), frame);
      default:
        return invoke(stage, null, c.span(), frame);
    }
  }

  /** {@code noise(x)}, new for every element, or {@code noise(x, steps=same)}. */
  private Value noise(Expression.Call c, Frame frame) {
    Map<String, Argument> bound =
        Binding.bind("noise", List.of("x", "steps"), c.arguments(), 0, frame.blame(c.span()));
    if (bound.get("x") == null) {
      throw Problem.of("NN103", frame.blame(c.span()), "noise needs 'x'");
    }
    Value x = tensor(expressions.evaluate(bound.get("x").value(), frame), c.span(), frame);
    Argument steps = bound.get("steps");
    return steps == null
        ? bodies.parameters.noise(x.type(), false, c.span(), frame)
        : sequences.sameNoise(x, expressions.evaluate(steps.value(), frame), c.span(), frame);
  }

  /** A call with or without an input from the pipeline. */
  private Object invoke(CallStage s, Object input, Span from, Frame frame) {
    String name = s.name().text();
    Object local = frame.scope().get(name);
    if (local == Scope.POISON) {
      throw Problem.reported();
    }
    if (local instanceof Stages stages && stages.stages() != null) {
      return named(stages, s, input, from, frame);
    }
    Ast.Block block = callables.block(name).orElse(null);
    Op op = block == null ? Ops.byName(name).orElse(null) : null;
    if (block == null && op == null) {
      throw callables.unknown(s.name(), frame);
    }
    List<Argument> arguments = arguments(s, block == null ? null : block.stage());
    boolean user = !LayerLibrary.owns(s.name().span().source());
    // a layer numbers its place in the pipeline; ops inside library layers belong to the layer
    boolean labelled = s.label() != null;
    String path =
        !user
            ? frame.paths().prefix()
            : labelled ? frame.paths().prefix() : frame.paths().next(name);
    boolean enters = user && block != null && LayerLibrary.owns(block.span().source());
    Frame inner = (enters ? frame.into(s.span()) : frame).in(new Paths(path));
    if (block != null) {
      Blocks.Call call = new Blocks.Call(s.span(), arguments, input, from);
      return bodies.blocks.instantiate(block, call, frame, inner);
    }
    return op(op, s.span(), arguments, input, from, inner);
  }

  /** The arguments of a call; what it has in braces is one for a last parameter of stages. */
  private static List<Argument> arguments(CallStage s, Ast.Parameter stage) {
    List<Argument> arguments = s.arguments() == null ? List.of() : s.arguments();
    if (stage == null || s.branches().size() != 1 || s.as() != null) {
      plain(s);
      return arguments;
    }
    Expression.Pipeline given = s.branches().get(0);
    List<Argument> all = new ArrayList<>(arguments);
    all.add(new Argument(given.span(), stage.name(), given));
    return all;
  }

  /** Only the stages that run pipelines take braces. */
  private static void plain(CallStage s) {
    if (!s.branches().isEmpty() || s.as() != null) {
      throw Problem.of("NN120", s.span(), s.name() + " takes no pipeline in braces");
    }
  }

  /**
   * Stages that were named: a stage parameter or a shared layer; {@code f(x)} is {@code x -> f}.
   */
  private Object named(Stages stages, CallStage s, Object input, Span from, Frame frame) {
    plain(s);
    List<Argument> arguments = s.arguments() == null ? List.of() : s.arguments();
    boolean call = input == null && arguments.size() == 1 && arguments.get(0).name() == null;
    if (!call && (input == null || !arguments.isEmpty())) {
      String takes = " takes its input and nothing else: x -> " + s.name();
      throw Problem.of("NN122", frame.blame(s.span()), s.name() + takes);
    }
    if (!applied.add(stages)) {
      String name = s.name().text();
      throw Problem.of("NN112", frame.blame(s.span()), "layer '" + name + "' uses itself");
    }
    try {
      Object head = call ? expressions.evaluate(arguments.get(0).value(), frame) : input;
      return apply(stages, head, call ? arguments.get(0).span() : from, frame);
    } finally {
      applied.remove(stages);
    }
  }

  private Object apply(Stages stages, Object input, Span from, Frame frame) {
    boolean shared = stages.shared() != null;
    Paths paths = shared ? new Paths(stages.shared()) : frame.paths();
    Frame inner = new Frame(stages.scope(), paths, frame.call(), shared || frame.shared());
    return pipe(input, from, stages.stages(), inner);
  }

  /** {@code f.weight}. */
  Value member(Expression.Member m, Frame frame) {
    return Members.of(m, bodies.parameters, frame);
  }

  private Object op(
      Op op, Span span, List<Argument> arguments, Object input, Span from, Frame frame) {
    Signature signature = op.signature();
    List<String> names = signature.names();
    if (input != null) {
      names.remove(signature.inputs().get(0));
    }
    Map<String, Argument> bound = Binding.bind(op.name(), names, arguments, 0, frame.blame(span));
    List<Value> operands = new ArrayList<>();
    for (String name : signature.inputs()) {
      if (operands.isEmpty() && input != null) {
        operands.add(tensor(input, from, frame));
        continue;
      }
      Argument a = bound.get(name);
      if (a == null) {
        throw Problem.of("NN103", frame.blame(span), op.name() + " needs '" + name + "'");
      }
      Object value = expressions.evaluate(a.value(), frame);
      if (value instanceof String && signature.parametersFirst()) {
        String order = op.name() + "(" + String.join(", ", signature.names()) + ")";
        throw Problem.of("NN119", frame.blame(a.span()), "a tensor is wanted here", order);
      }
      operands.add(
          Constants.isNumber(value)
              ? expressions.number(value, a.value(), frame)
              : tensor(value, a.span(), frame));
    }
    Attributes attributes = Attributes.NONE;
    CallLog.Known known = new CallLog.Known();
    for (Signature.Parameter p : signature.parameters()) {
      Argument a = bound.get(p.name());
      Object value = a == null ? p.fallback() : expressions.argument(a.value(), frame);
      known.put(a, value);
      if (value == null) {
        throw Problem.of(
            "NN103",
            frame.blame(span),
            op.name()
                + " needs '"
                + p.name()
                + "', for example "
                + op.name()
                + "("
                + p.name()
                + "=2)");
      }
      if (value != Signature.ABSENT) {
        Span at = frame.blame(a == null ? span : a.span());
        attributes =
            attributes.with(p.name(), Binding.convert(p, value, operands.get(0).shape(), at));
      }
    }
    if (frame.call() == null) {
      log.add(frame.paths().prefix(), span, op.name(), arguments, known, false);
    }
    return apply(op, attributes, operands, frame, span);
  }

  /** A value of the graph; shape errors get their place, and where the operands come from. */
  Value apply(Op op, Attributes attributes, List<Value> operands, Frame frame, Span span) {
    Span at = frame.blame(span);
    boolean indices =
        Set.of(Ops.EQUAL, Ops.PICK, Ops.LOOKUP, Ops.ONE_HOT, Ops.TO_FLOAT, Ops.GATHER).contains(op);
    for (Value v : operands) {
      if (!indices && v.type().element() != Element.F32) {
        throw Problem.of(
            "NN301",
            at,
            origins.quoted(v, frame) + " holds indices, not numbers",
            "`embedding(dim)`, `one_hot`, or `to_float`");
      }
    }
    try {
      Origin origin = new Origin(at, frame.paths().prefix());
      Value value = bodies.masks.apply(op, attributes, operands, origin);
      Masks.checkMerging(op, attributes, operands, at);
      Types.limited(value.type(), at);
      origins.made(value, at);
      return value;
    } catch (ShapeError e) {
      String hint = e.hint() == null ? null : origins.fillHint(e.hint(), operands, frame);
      throw Problem.of(e.code(), at, origins.fill(e.getMessage(), operands, frame), hint)
          .notes(origins.notes(operands, at, frame));
    }
  }

  Value tensor(Object value, Span at, Frame frame) {
    if (Results.one(value) instanceof Value v) {
      return v;
    }
    throw Problem.of("NN119", frame.blame(at), "a tensor is wanted here");
  }

  static boolean isImage(Type type) {
    return type.shape().rank() == 4 && type.shape().batched();
  }
}
