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
import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.CallStage;
import dev.nnet.compiler.syntax.Expression.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls of blocks, layers and ops, and the pipelines made of them. */
final class Calls {
  private static final Set<String> LATER =
      Set.of(
          "scan",
          "bidirectional",
          "decode",
          "embedding",
          "dropout",
          "batch_norm",
          "layer_norm",
          "group_norm",
          "rms_norm",
          "lrn",
          "lstm",
          "gru",
          "rnn",
          "lstm_cell",
          "gru_cell",
          "rnn_cell",
          "last",
          "first",
          "concat",
          "split",
          "stack",
          "rearrange",
          "transpose",
          "pad",
          "slice",
          "gather",
          "multi_head_attention",
          "positional_encoding",
          "positional_embedding",
          "conv1d",
          "conv_transpose2d",
          "remat",
          "frozen",
          "huber",
          "binary_cross_entropy");

  private final GraphBuilder g;
  private final Map<String, Ast.Block> blocks;
  private final LayerLibrary library;
  private final Bodies bodies;
  private final Map<Value, Described> described = new HashMap<>();
  final Expressions expressions;

  private record Described(String text, Span span) {}

  Calls(GraphBuilder g, Map<String, Ast.Block> blocks, LayerLibrary library, Bodies bodies) {
    this.g = g;
    this.blocks = blocks;
    this.library = library;
    this.bodies = bodies;
    this.expressions = new Expressions(g, this);
  }

  /** The names of everything that can be called. */
  private Set<String> callable() {
    Set<String> names = new LinkedHashSet<>(blocks.keySet());
    names.addAll(library.names());
    Ops.all().stream().filter(Op::callable).forEach(o -> names.add(o.name()));
    return names;
  }

  /** A name used as a stage without a call: {@code act: stage = relu}. */
  Stages asStages(Name name, Frame frame) {
    if (!callable().contains(name.text())) {
      return null;
    }
    Stage stage = new CallStage(name.span(), null, name, null, null, List.of());
    return new Stages(List.of(stage), frame.scope(), null);
  }

  /** {@code input -> stage -> stage}. */
  Object pipe(Object input, Expression head, List<Stage> stages, Frame frame) {
    Object value = input;
    Span from = head.span();
    for (Stage stage : stages) {
      value = stage(value, from, stage, frame);
      from = stage.span();
    }
    return value;
  }

  private Object stage(Object input, Span from, Stage stage, Frame frame) {
    if (stage instanceof Expression.IfStage i) {
      Expression.Pipeline chosen =
          expressions.truth(i.condition(), frame) ? i.whenTrue() : i.whenFalse();
      return chosen == null ? input : stages(input, from, chosen.stages(), frame);
    }
    CallStage s = (CallStage) stage;
    Frame labelled =
        s.label() == null ? frame : frame.in(new Paths(frame.paths().in(s.label().text())));
    switch (s.name().text()) {
      case "repeat":
        return repeat(input, from, s, labelled);
      case "residual":
        Object inner = stages(input, from, branch(s), labelled);
        List<Value> both = List.of(tensor(input, from, frame), tensor(inner, s.span(), frame));
        return apply(Ops.ADD, Attributes.NONE, both, frame, s.span(), "residual");
      default:
        return invoke(s, input, from, labelled);
    }
  }

  private Object stages(Object input, Span from, List<Stage> stages, Frame frame) {
    Object value = input;
    for (Stage s : stages) {
      value = stage(value, from, s, frame);
    }
    return value;
  }

  private static List<Stage> branch(CallStage s) {
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
      value = stages(value, from, branch(s), turn);
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
    if (known
        && List.of("height", "width", "floor", "ceil", "round", "log2", "make_divisible")
            .contains(c.name().text())) {
      c.arguments().forEach(a -> plain.add(expressions.evaluate(a.value(), frame)));
      Object value = Constants.call(c.name().text(), plain, c.span());
      if (value != null) {
        return value;
      }
    }
    CallStage stage = new CallStage(c.span(), null, c.name(), c.arguments(), null, List.of());
    return invoke(stage, null, c.span(), frame);
  }

  /** A call with or without an input from the pipeline. */
  private Object invoke(CallStage s, Object input, Span from, Frame frame) {
    String name = s.name().text();
    List<Argument> arguments = s.arguments() == null ? List.of() : s.arguments();
    Object local = frame.scope().get(name);
    if (local == Scope.POISON) {
      throw Problem.reported();
    }
    if (local instanceof Stages stages && stages.stages() != null) {
      return applyStages(stages, input, from, frame);
    }
    Ast.Block block = blocks.get(name);
    if (block == null) {
      block = library.find(name).orElse(null);
    }
    Op op = block == null ? Ops.byName(name).orElse(null) : null;
    if (block == null && op == null) {
      throw unknown(s.name(), frame);
    }
    boolean user = !LayerLibrary.owns(s.name().span().source());
    // a layer numbers its place in the pipeline; ops inside library layers belong to the layer
    boolean labelled = s.label() != null;
    String path =
        !user
            ? frame.paths().prefix()
            : labelled ? frame.paths().prefix() : frame.paths().next(name);
    Frame inner =
        new Frame(
            frame.scope(),
            new Paths(path),
            user && block != null && LayerLibrary.owns(block.span().source())
                ? frame.blame(s.span())
                : frame.call(),
            frame.shared());
    if (block != null) {
      return bodies.instantiate(block, s.span(), arguments, input, from, frame, inner);
    }
    return op(op, s.span(), arguments, input, from, inner);
  }

  private Problem unknown(Name name, Frame frame) {
    Span at = frame.blame(name.span());
    if (LATER.contains(name.text())) {
      return Problem.notYet(at, "'" + name + "' is not built yet");
    }
    String message = "unknown layer or block '" + name + "'";
    Set<String> known = callable();
    String other = Suggestions.foreign(name.text(), known).orElse(null);
    if (other != null) {
      return Problem.of("NN102", at, message + "; it is called '" + other + "' here");
    }
    String near = Suggestions.near(name.text(), known).orElse(null);
    return Problem.of(
        "NN102", at, message + (near == null ? "" : "; did you mean '" + near + "'?"));
  }

  /** Stages that were named: a stage parameter or a shared layer. */
  private Object applyStages(Stages stages, Object input, Span from, Frame frame) {
    boolean shared = stages.shared() != null;
    Paths paths = shared ? new Paths(stages.shared()) : frame.paths();
    Frame inner = new Frame(stages.scope(), paths, frame.call(), shared || frame.shared());
    return stages(input, from, stages.stages(), inner);
  }

  /** {@code f.weight}: a tensor of a shared layer. */
  Object member(Expression.Member m, Frame frame) {
    if (m.of() instanceof Expression.Call c
        && frame.scope().get(c.name().text()) instanceof Stages stages
        && stages.shared() != null) {
      Value parameter = bodies.sharedParameter(stages.shared(), m.name().text());
      if (parameter != null) {
        return parameter;
      }
    }
    throw Problem.of(
        "NN121",
        frame.blame(m.span()),
        "'" + m.of().span().text() + "' has no tensor '" + m.name() + "' before it is used",
        "use the layer once above this line");
  }

  private Object op(
      Op op, Span span, List<Argument> arguments, Object input, Span from, Frame frame) {
    Signature signature = op.signature();
    List<String> names = new ArrayList<>(signature.inputs());
    signature.parameters().forEach(p -> names.add(p.name()));
    Map<String, Argument> bound =
        Binding.bind(op.name(), names, arguments, input == null ? 0 : 1, frame.blame(span));
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
      operands.add(
          Constants.isNumber(value)
              ? expressions.number(value, a.value(), frame)
              : tensor(value, a.span(), frame));
    }
    Attributes attributes = Attributes.NONE;
    for (Signature.Parameter p : signature.parameters()) {
      Argument a = bound.get(p.name());
      Object value = a == null ? p.fallback() : expressions.evaluate(a.value(), frame);
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
    return apply(op, attributes, operands, frame, span, op.name());
  }

  /** A value of the graph; shape errors get their place, and where the operands come from. */
  Value apply(
      Op op, Attributes attributes, List<Value> operands, Frame frame, Span span, String text) {
    Span at = frame.blame(span);
    boolean indices = op == Ops.EQUAL || op == Ops.PICK || op == Ops.ONE_HOT || op == Ops.TO_FLOAT;
    for (Value v : operands) {
      if (!indices && v.type().element() != Element.F32) {
        throw Problem.of(
            "NN301",
            at,
            describe(v) + " holds indices, not numbers",
            "`embedding(dim)`, `one_hot`, or `to_float`");
      }
    }
    try {
      Value value = g.apply(op, attributes, operands, new Origin(at, frame.paths().prefix()));
      described.put(value, new Described(at.text(), at));
      return value;
    } catch (ShapeError e) {
      String message = fill(e.getMessage(), operands);
      List<String> notes = new ArrayList<>();
      for (Value v : new LinkedHashSet<>(operands)) {
        Described d = described.get(v);
        if (d != null && !d.span.equals(at)) {
          notes.add("the " + v.type() + " comes from " + d.text + " at " + d.span.place());
        }
      }
      String hint = e.hint() == null ? null : fill(e.hint(), operands);
      throw Problem.of(Diagnostic.error(e.code(), at, message).notes(notes).hint(hint));
    }
  }

  private String fill(String text, List<Value> operands) {
    String filled = text;
    for (int i = 0; i < operands.size(); i++) {
      filled = filled.replace("{" + i + "}", describe(operands.get(i)));
    }
    return filled;
  }

  private String describe(Value value) {
    if (value.attributes().has("name")) {
      return "'" + value.attributes().word("name") + "'";
    }
    Described d = described.get(value);
    return d == null ? "this" : "the result of " + d.text;
  }

  /** Where a value was made, for messages. */
  String origin(Value value) {
    Described d = described.get(value);
    return d == null ? "" : d.text + " at " + d.span.place();
  }

  Value tensor(Object value, Span at, Frame frame) {
    if (value instanceof Value v) {
      return v;
    }
    throw Problem.of("NN119", frame.blame(at), "a tensor is wanted here");
  }

  static boolean isImage(Type type) {
    return type.shape().rank() == 4 && type.shape().batched();
  }
}
