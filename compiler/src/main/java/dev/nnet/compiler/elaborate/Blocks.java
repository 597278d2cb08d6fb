package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Calls of blocks, the user's and the library's: binds, guards, runs the body. */
final class Blocks {
  /** Blocks in blocks; far more than a person writes, far fewer than a stack holds. */
  private static final int DEPTH = 100;

  private final Bodies bodies;
  private final Scope file;

  /** The blocks being elaborated, outermost first. */
  private final List<String> running = new ArrayList<>();

  private final Set<Ast.Block> entered;

  /**
   * @param entered gets the blocks that are called
   */
  Blocks(Bodies bodies, Scope file, Set<Ast.Block> entered) {
    this.bodies = bodies;
    this.file = file;
    this.entered = entered;
  }

  /**
   * A call.
   *
   * @param span the whole of it
   * @param input what the pipeline gives; null if all inputs are arguments
   * @param from where the input was written
   * @param values of the arguments, where a scan evaluated them before its step; else null
   */
  record Call(
      Span span, List<Argument> arguments, Object input, Span from, Map<Argument, Object> values) {
    Call(Span span, List<Argument> arguments, Object input, Span from) {
      this(span, arguments, input, from, null);
    }

    /** Whether the call is one step of a scan. */
    boolean scanned() {
      return values != null;
    }
  }

  /** Runs a block on its inputs; the result is its value. */
  Object instantiate(Ast.Block block, Call call, Frame caller, Frame callee) {
    String own = block.name().text();
    if (running.contains(own)) {
      List<String> chain = new ArrayList<>(running.subList(running.indexOf(own), running.size()));
      chain.add(own);
      String path = String.join(" -> ", chain);
      throw Problem.of(
          "NN112",
          caller.blame(call.span),
          kind(block) + " '" + own + "' uses itself: " + path,
          "repeat(n) { .. }");
    }
    if (running.size() >= DEPTH) {
      throw Problem.of(
          "NN005",
          caller.blame(call.span()),
          "nested too deeply: at most " + DEPTH + " blocks in blocks");
    }
    running.add(own);
    entered.add(block);
    try {
      return enter(block, call, caller, callee);
    } finally {
      running.remove(running.size() - 1);
    }
  }

  /** What a call may give: inputs, parameters, contexts, the states of a cell. */
  static List<String> names(Ast.Block block) {
    List<String> names = new ArrayList<>();
    if (block.pipeline() != null) {
      names.add("its input");
    }
    borders(block, Role.INPUT).forEach(i -> names.add(i.name().text()));
    block.parameters().forEach(p -> names.add(p.name().text()));
    borders(block, Role.CONTEXT).forEach(c -> names.add(c.name().text()));
    if (block.cell()) {
      names.addAll(states(block));
    }
    return names;
  }

  private static String kind(Ast.Block block) {
    return block.cell() ? "cell" : "block";
  }

  private Object enter(Ast.Block block, Call call, Frame caller, Frame callee) {
    List<Statement.Border> inputs = borders(block, Role.INPUT);
    List<String> names = names(block);
    Span at = caller.blame(call.span);
    Map<String, Argument> bound =
        Binding.bind(block.name().text(), names, call.arguments, call.input == null ? 0 : 1, at);
    boolean library = LayerLibrary.owns(block.span().source());
    Scope scope = new Scope(library ? null : file, kind(block) + " '" + block.name() + "'");
    Frame frame = callee.with(scope, callee.paths());
    CallLog.Known known = new CallLog.Known();
    String said = parameters(block, bound, call, caller, frame, known);
    if (caller.call() == null) {
      String path = frame.paths().prefix();
      bodies.calls.log.add(path, call.span, called(block, call), call.arguments, known, !library);
    }
    try {
      return block.pipeline() != null
          ? pipeline(block, bound.get("its input"), call, caller, frame)
          : body(block, inputs, bound, call, caller, frame);
    } catch (Problem p) {
      // adds the call to what goes wrong inside a user's block
      throw library ? p : p.calledFrom(said, call.span);
    }
  }

  /** What pictures call it: {@code lstm} for a scan of the library's cell. */
  private static String called(Ast.Block block, Call call) {
    String name = block.name().text();
    return call.scanned() ? name.replaceAll("_cell$", "") : name;
  }

  private Object pipeline(Ast.Block block, Argument given, Call call, Frame caller, Frame frame) {
    Object head =
        call.input == null ? argument(given, block, "an input", call, caller) : call.input;
    List<Expression.Stage> stages = block.pipeline().stages();
    return bodies.calls.pipe(head, call.from, stages, frame);
  }

  private Object body(
      Ast.Block block,
      List<Statement.Border> inputs,
      Map<String, Argument> bound,
      Call call,
      Frame caller,
      Frame frame) {
    Span at = caller.blame(call.span);
    List<Statement.Border> given = new ArrayList<>(inputs);
    given.addAll(borders(block, Role.CONTEXT));
    for (int i = 0; i < given.size(); i++) {
      Statement.Border declared = given.get(i);
      String name = declared.name().text();
      Object value =
          i == 0 && call.input != null
              ? call.input
              : argument(bound.get(name), block, "'" + name + "'", call, caller);
      Value tensor = bodies.calls.tensor(value, at, caller);
      guard(block, declared, i == 0, tensor, at, frame);
      String what = i == 0 ? "the input" : "'" + name + "'";
      bodies.types.match(declared.type(), tensor.type(), frame, at, what + " of " + block.name());
      String role = declared.role() == Role.INPUT ? "input" : "context";
      frame.scope().put(name, tensor, declared.name().span(), role);
    }
    if (!block.cell()) {
      return bodies.run(block, frame);
    }
    Map<String, Object> held = new HashMap<>();
    for (String state : states(block)) {
      Argument a = bound.get(state);
      held.put(state, a == null ? null : evaluate(a, call, caller));
    }
    return bodies.cells.run(block, held, call.scanned(), at, frame);
  }

  /** Mistakes that shapes alone would not show. */
  private void guard(
      Ast.Block block,
      Statement.Border declared,
      boolean first,
      Value tensor,
      Span at,
      Frame frame) {
    if (!LayerLibrary.owns(block.span().source())) {
      return;
    }
    String name = block.name().text();
    boolean numbers = declared.type().element().text().equals("f32");
    if (numbers && tensor.type().element() == Element.INDEX) {
      boolean loss = List.of("mse", "mae", "huber").contains(name);
      throw Problem.of(
          "NN301",
          at,
          bodies.calls.origins.quoted(tensor, frame) + " holds indices, not numbers",
          loss
              ? "cross_entropy for classes, to_float(..) for numbers"
              : "`embedding(dim)`, `one_hot`, or `to_float`");
    }
    if (name.equals("dense") && Calls.isImage(tensor.type())) {
      List<String> notes =
          bodies.calls.origins.notes(List.of(tensor), at, frame).stream()
              .map(n -> n.replaceFirst("^the .*?] comes", "the image comes"))
              .toList();
      throw Problem.of(
              "NN204",
              at,
              at.text() + " wants one vector per example, but gets an image " + tensor.type(),
              "put `-> flatten` ("
                  + tensor.shape().sizePerExample()
                  + " values) or `-> global_avg_pool2d` ("
                  + tensor.shape().size(1)
                  + " values) before it")
          .notes(notes);
    }
    if (name.equals("batch_norm") && tensor.shape().ragged()) {
      throw Problem.of(
          "NN220",
          at,
          "batch_norm would mix the steps of all examples and padding: " + tensor.type(),
          "layer_norm");
    }
    if (name.equals("embedding") && tensor.type().element() != Element.INDEX) {
      throw Problem.of("NN302", at, "embedding wants index<n>, but gets " + tensor.type());
    }
    if (name.endsWith("dropout") && frame.scope().get("rate") instanceof Number rate) {
      if (rate.doubleValue() < 0 || rate.doubleValue() >= 1) {
        throw Problem.of(
            "NN212", at, "a rate of " + name + " is at least 0 and below 1, not " + rate);
      }
    }
    boolean softmax = tensor.origin().layer().matches("(.*/)?softmax_\\d+");
    if (name.equals("cross_entropy") && first && softmax) {
      String what = frame.own().nameOf(tensor).map(e -> "'" + e.name() + "' comes").orElse(null);
      throw Problem.of(
          "NN304",
          at,
          "cross_entropy takes logits, but "
              + (what == null ? "these come" : what)
              + " from softmax at "
              + tensor.origin().span().place()
              + "; remove that softmax, or make it a second output");
    }
  }

  private Object argument(Argument a, Ast.Block block, String name, Call call, Frame caller) {
    if (a == null) {
      throw Problem.of("NN103", caller.blame(call.span), block.name() + " needs " + name);
    }
    return evaluate(a, call, caller);
  }

  private Object evaluate(Argument a, Call call, Frame caller) {
    return call.scanned()
        ? call.values.get(a)
        : bodies.calls.expressions.argument(a.value(), caller);
  }

  /** Gives the parameters their values; the result is the call with them, for messages. */
  private String parameters(
      Ast.Block block,
      Map<String, Argument> bound,
      Call call,
      Frame caller,
      Frame frame,
      CallLog.Known known) {
    StringJoiner said = new StringJoiner(", ", "(", ")").setEmptyValue("");
    for (Ast.Parameter p : block.parameters()) {
      String name = p.name().text();
      Argument a = bound.get(name);
      if (a == null && p.fallback() == null) {
        throw Problem.of(
            "NN103",
            caller.blame(call.span),
            block.name() + " needs '" + name + "', for example " + example(block, name, call));
      }
      Stages stages =
          p.kind() == null
              ? null
              : a == null
                  ? Stages.written(p.fallback(), frame.scope())
                  : Stages.written(a.value(), caller.scope());
      Object value =
          stages != null
              ? stages
              : a != null
                  ? evaluate(a, call, caller)
                  : bodies.calls.expressions.evaluate(p.fallback(), frame);
      frame.scope().put(name, value, p.name().span(), "parameter");
      known.put(a, value);
      boolean stage = value instanceof Stages;
      String text =
          stage ? (a == null ? p.fallback() : a.value()).span().text() : Constants.text(value);
      said.add(name + "=" + text);
    }
    return block.name() + said.toString();
  }

  /** The call as written, and the missing argument. */
  private static String example(Ast.Block block, String missing, Call call) {
    StringJoiner text = new StringJoiner(", ", block.name() + "(", ")");
    call.arguments.forEach(a -> text.add(a.span().text()));
    String value = missing.equals("kernel") ? "3" : "64";
    boolean first =
        call.arguments.isEmpty() && block.parameters().get(0).name().text().equals(missing);
    text.add(first ? value : missing + "=" + value);
    return text.toString();
  }

  private static List<Statement.Border> borders(Ast.Block block, Role role) {
    List<Statement.Border> borders = new ArrayList<>();
    for (Statement s : block.body()) {
      if (s instanceof Statement.Border b && b.role() == role) {
        borders.add(b);
      }
    }
    return borders;
  }

  /** The dimensions of a block's first input; 0 where any number will do. */
  static int rank(Ast.Block block) {
    List<Statement.Border> inputs = borders(block, Role.INPUT);
    List<Expression> dims = inputs.isEmpty() ? List.of() : inputs.get(0).type().dims();
    return dims.stream().anyMatch(Expression.Rest.class::isInstance) ? 0 : dims.size();
  }

  private static List<String> states(Ast.Block cell) {
    List<String> states = new ArrayList<>();
    for (Statement s : cell.body()) {
      if (s instanceof Statement.State t) {
        states.add(t.name().text());
      }
    }
    return states;
  }
}
