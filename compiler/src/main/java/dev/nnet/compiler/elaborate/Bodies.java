package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statements of blocks and networks. */
final class Bodies {
  private final GraphBuilder g;
  private final Diagnostics diagnostics;
  private final Scope file;
  private final Map<String, Value> parameters = new LinkedHashMap<>();

  private boolean failed;
  private boolean later;

  /** The blocks being elaborated, outermost first. */
  private final List<String> running = new ArrayList<>();

  final Calls calls;
  final Types types;

  Bodies(
      GraphBuilder g,
      Diagnostics diagnostics,
      Scope file,
      Map<String, Ast.Block> blocks,
      LayerLibrary library) {
    this.g = g;
    this.diagnostics = diagnostics;
    this.file = file;
    this.calls = new Calls(g, blocks, library, this);
    this.types = new Types(calls.expressions);
  }

  /** Trainable tensors, in order of the text. */
  List<Value> parameters() {
    return List.copyOf(parameters.values());
  }

  Value sharedParameter(String layer, String name) {
    for (Map.Entry<String, Value> e : parameters.entrySet()) {
      if (e.getKey().startsWith(layer) && e.getKey().endsWith("." + name)) {
        return e.getValue();
      }
    }
    return null;
  }

  /** Runs a block on its inputs; the result is its value. */
  Object instantiate(
      Ast.Block block,
      Span span,
      List<Argument> arguments,
      Object input,
      Span from,
      Frame caller,
      Frame callee) {
    if (block.cell()) {
      throw Problem.notYet(span, "cells are not built yet");
    }
    String own = block.name().text();
    if (running.contains(own)) {
      List<String> chain = new ArrayList<>(running.subList(running.indexOf(own), running.size()));
      chain.add(own);
      String path = String.join(" -> ", chain);
      throw Problem.of(
          "NN112",
          caller.blame(span),
          "block '" + own + "' uses itself: " + path,
          "repeat(n) { .. }");
    }
    running.add(own);
    try {
      return enter(block, span, arguments, input, from, caller, callee);
    } finally {
      running.remove(running.size() - 1);
    }
  }

  private Object enter(
      Ast.Block block,
      Span span,
      List<Argument> arguments,
      Object input,
      Span from,
      Frame caller,
      Frame callee) {
    List<Statement.Border> inputs = inputs(block);
    List<String> names = new ArrayList<>();
    if (block.pipeline() != null) {
      names.add("its input");
    }
    inputs.forEach(i -> names.add(i.name().text()));
    block.parameters().forEach(p -> names.add(p.name().text()));
    Span at = caller.blame(span);
    Map<String, Argument> bound =
        Binding.bind(block.name().text(), names, arguments, input == null ? 0 : 1, at);
    Scope scope = new Scope(LayerLibrary.owns(block.span().source()) ? null : file);
    Frame frame = callee.with(scope, callee.paths());
    parameters(block, bound, scope, caller, frame, at);
    if (block.pipeline() != null) {
      Object head =
          input == null ? argument(bound.get("its input"), block, "an input", caller, at) : input;
      List<Expression.Stage> stages = block.pipeline().stages();
      return noted(
          block,
          span,
          () -> calls.pipe(head, new Expression.Pipeline(from, stages), stages, frame));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Statement.Border declared = inputs.get(i);
      String name = declared.name().text();
      Object value =
          i == 0 && input != null
              ? input
              : argument(bound.get(name), block, "'" + name + "'", caller, at);
      Value tensor = calls.tensor(value, at, caller);
      guard(block, i, tensor, at, frame);
      types.match(declared.type(), tensor.type(), frame, at, "the input of " + block.name());
      scope.put(name, tensor, declared.span());
    }
    return noted(block, span, () -> body(block, frame));
  }

  private interface Work {
    Object run();
  }

  /** Adds the call to what goes wrong inside a user's block. */
  private static Object noted(Ast.Block block, Span span, Work work) {
    try {
      return work.run();
    } catch (Problem p) {
      boolean library = LayerLibrary.owns(block.span().source());
      throw library ? p : p.note("in " + span.text() + ", called at " + span.place());
    }
  }

  /** Mistakes that shapes alone would not show. */
  private void guard(Ast.Block block, int input, Value tensor, Span at, Frame frame) {
    boolean library = LayerLibrary.owns(block.span().source());
    String name = block.name().text();
    if (library && name.equals("dense") && Calls.isImage(tensor.type())) {
      long all = tensor.shape().sizePerExample();
      List<String> notes = new ArrayList<>();
      if (!calls.origin(tensor).isEmpty()) {
        notes.add("the image comes from " + calls.origin(tensor));
      }
      throw Problem.of(
          Diagnostic.error(
                  "NN204",
                  at,
                  at.text() + " wants one vector per example, but gets an image " + tensor.type())
              .notes(notes)
              .hint(
                  "put `-> flatten` ("
                      + all
                      + " values) or `-> global_avg_pool2d` ("
                      + tensor.shape().size(1)
                      + " values) before it"));
    }
    boolean softmax = tensor.origin().layer().matches("(.*/)?softmax_\\d+");
    if (library && name.equals("cross_entropy") && input == 0 && softmax) {
      throw Problem.of(
          "NN304",
          at,
          "cross_entropy takes logits, but these come from softmax at "
              + tensor.origin().span().place(),
          "remove that softmax, or make it a second output");
    }
  }

  private Object argument(Argument a, Ast.Block block, String name, Frame caller, Span at) {
    if (a == null) {
      throw Problem.of("NN103", at, block.name() + " needs " + name);
    }
    return calls.expressions.evaluate(a.value(), caller);
  }

  private void parameters(
      Ast.Block block,
      Map<String, Argument> bound,
      Scope scope,
      Frame caller,
      Frame frame,
      Span at) {
    for (Ast.Parameter p : block.parameters()) {
      String name = p.name().text();
      Argument a = bound.get(name);
      if (a == null && p.fallback() == null) {
        String example = block.name() + "(" + (name.equals("kernel") ? "32, " : "") + name + "=3)";
        throw Problem.of(
            "NN103", at, block.name() + " needs '" + name + "', for example " + example);
      }
      Object value =
          a != null
              ? calls.expressions.evaluate(a.value(), caller)
              : calls.expressions.evaluate(p.fallback(), frame);
      scope.put(name, value, p.span());
    }
  }

  private static List<Statement.Border> inputs(Ast.Block block) {
    List<Statement.Border> inputs = new ArrayList<>();
    for (Statement s : block.body()) {
      if (s instanceof Statement.Border b && b.role() == Role.INPUT) {
        inputs.add(b);
      }
    }
    return inputs;
  }

  private Object body(Ast.Block block, Frame frame) {
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
    throw Problem.of("NN123", block.span(), "block '" + block.name() + "' returns nothing");
  }

  /** A statement that is the same in blocks and networks. */
  void statement(Statement s, Frame frame) {
    if (s instanceof Statement.Assign a) {
      assign(a, frame);
    } else if (s instanceof Statement.LocalConst c) {
      define(c.name(), calls.expressions.evaluate(c.value(), frame), frame);
    } else if (s instanceof Statement.Param p) {
      define(p.name(), null, frame);
      Scope.Lazy lazy = new LazyParameter(p, frame);
      frame.scope().put(p.name().text(), lazy, p.name().span());
    } else if (s instanceof Statement.LayerDecl l) {
      layer(l, frame);
    } else if (s instanceof Statement.Dims d) {
      throw Problem.notYet(d.span(), "sequences and sizes known at run time are not built yet");
    } else {
      throw Problem.notYet(s.span(), "this statement is not built yet");
    }
  }

  private void layer(Statement.LayerDecl l, Frame frame) {
    String path = frame.paths().in(l.name().text());
    List<Expression.Stage> stages;
    if (l.value() instanceof Expression.Call c) {
      stages =
          List.of(
              new Expression.CallStage(
                  c.span(), l.name(), c.name(), c.arguments(), null, List.of()));
      path = frame.paths().prefix();
    } else {
      throw Problem.of("NN124", l.value().span(), "a layer is one call, for example dense(64)");
    }
    define(l.name(), new Stages(stages, frame.scope(), path), frame);
  }

  /** Makes the tensor when it is first used: a switched-off bias is never made. */
  private final class LazyParameter implements Scope.Lazy {
    private final Statement.Param p;
    private final Frame frame;

    LazyParameter(Statement.Param p, Frame frame) {
      this.p = p;
      this.frame = frame;
    }

    @Override
    public Object get() {
      // a trailing underscore keeps a name apart from a parameter of the layer
      String name = p.name().text().replaceAll("_$", "");
      String prefix = frame.paths().prefix();
      String path = prefix.isEmpty() ? name : prefix + "." + name;
      Value known = parameters.get(path);
      if (known != null) {
        return known;
      }
      Type type = types.read(p.type(), frame);
      Object init = p.initializer() == null ? "auto" : initializer(p.initializer(), frame);
      Attributes attributes =
          Attributes.of("init", init.toString())
              .with("decay", type.shape().rank() > 1)
              .with("name", path);
      Origin origin = new Origin(frame.blame(p.span()), prefix);
      Value made = g.leaf(Leaf.PARAMETER, type, attributes, origin);
      parameters.put(path, made);
      return made;
    }
  }

  /** An initialiser as text: a word, or a call with numbers. */
  Object initializer(Expression e, Frame frame) {
    if (e instanceof Expression.Call c && c.arguments() != null) {
      return callText(c, frame);
    }
    return calls.expressions.evaluate(e, frame);
  }

  /** {@code sgd(lr=cosine(0.05), momentum=0.9)}, with numbers for all names. */
  String callText(Expression.Call c, Frame frame) {
    List<String> arguments = new ArrayList<>();
    for (Argument a : c.arguments()) {
      boolean call = a.value() instanceof Expression.Call inner && inner.arguments() != null;
      String value =
          call
              ? callText((Expression.Call) a.value(), frame)
              : Constants.text(calls.expressions.evaluate(a.value(), frame));
      arguments.add(a.name() == null ? value : a.name() + "=" + value);
    }
    return c.name() + "(" + String.join(",", arguments) + ")";
  }

  private void assign(Statement.Assign a, Frame frame) {
    for (Statement.Binding b : a.bindings()) {
      if (b.name() != null) {
        define(b.name(), null, frame);
      }
    }
    boolean library = LayerLibrary.owns(a.span().source());
    Statement.Binding first = a.bindings().get(0);
    boolean path = !library && first.name() != null;
    Frame inner = path ? frame.in(new Paths(frame.paths().in(first.name().text()))) : frame;
    Object value;
    try {
      value = calls.expressions.evaluate(a.value(), inner);
    } catch (Problem p) {
      a.bindings().stream()
          .filter(b -> b.name() != null)
          .forEach(b -> frame.scope().put(b.name().text(), Scope.POISON, b.span()));
      throw p;
    }
    List<?> values = a.bindings().size() == 1 ? List.of(value) : unpack(value, a, frame);
    for (int i = 0; i < values.size(); i++) {
      Statement.Binding b = a.bindings().get(i);
      if (b.type() != null && values.get(i) instanceof Value v) {
        types.match(b.type(), v.type(), frame, b.span(), "'" + b.name() + "'");
      }
      if (b.name() != null) {
        frame.scope().put(b.name().text(), values.get(i), b.name().span());
      }
    }
  }

  private static List<?> unpack(Object value, Statement.Assign a, Frame frame) {
    int wanted = a.bindings().size();
    int given = value instanceof List<?> list ? list.size() : 1;
    if (given != wanted) {
      throw Problem.of(
          "NN114",
          frame.blame(a.span()),
          "this gives "
              + given
              + " value"
              + (given == 1 ? "" : "s")
              + ", "
              + wanted
              + " are named");
    }
    return (List<?>) value;
  }

  /** Gives a name its meaning; a name has one. */
  void define(Ast.Name name, Object value, Frame frame) {
    Span earlier = frame.scope().place(name.text());
    if (earlier != null && frame.scope().get(name.text()) != Scope.POISON) {
      throw Problem.of(
          "NN106",
          name.span(),
          "'"
              + name
              + "' already names the tensor of "
              + earlier.place()
              + "; every tensor has its own name");
    }
    if (value != null) {
      frame.scope().put(name.text(), value, name.span());
    }
  }

  /** Runs one statement; what goes wrong is reported and the next one may run. */
  void attempt(Runnable statement) {
    try {
      statement.run();
    } catch (Problem p) {
      failed = true;
      if (p.diagnostic() != null) {
        diagnostics.add(p.diagnostic());
        later |= p.diagnostic().code().equals(Problem.NOT_YET);
      }
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
