package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.Stage;
import dev.nnet.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A block that no network of its file calls: without a call there are no shapes, but every name it
 * speaks of must be there, and what it calls must have the arguments it is given.
 */
final class UncalledBlock extends TextWalk {
  private final Callables callables;
  private final Frame frame;
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  /**
   * @param frame the file's: its constants are known
   */
  private UncalledBlock(Callables callables, Frame frame) {
    this.callables = callables;
    this.frame = frame;
  }

  static List<Problem> check(Ast.Block block, Callables callables, Frame frame) {
    UncalledBlock walk = new UncalledBlock(callables, frame);
    walk.declare(block);
    walk.declaration(block);
    return walk.found;
  }

  private void declare(Ast.Block block) {
    known.addAll(Blocks.names(block));
    known.add("B");
    block.body().forEach(this::declare);
  }

  private void declare(Statement s) {
    if (s instanceof Statement.Assign a) {
      a.bindings().forEach(this::declare);
    } else if (s instanceof Statement.LocalConst c) {
      known.add(c.name().text());
    } else if (s instanceof Statement.LayerDecl l) {
      known.add(l.name().text());
    } else if (s instanceof Statement.Param p) {
      known.add(p.name().text());
    } else if (s instanceof Statement.State t) {
      known.add(t.name().text());
    } else if (s instanceof Statement.Border b) {
      declare(b.type());
    }
  }

  private void declare(Statement.Binding b) {
    if (b.name() != null) {
      known.add(b.name().text());
    }
    if (b.type() != null) {
      declare(b.type());
    }
  }

  private void declare(Ast.Type type) {
    type.dims().forEach(this::symbol);
    symbol(type.bound());
  }

  /** A dimension gets its size from what is given. */
  private void symbol(Expression dim) {
    if (dim instanceof Expression.Call c && c.arguments() == null) {
      known.add(c.name().text());
    }
  }

  private boolean isKnown(String name) {
    return known.contains(name)
        || frame.scope().entry(name) != null
        || RestOfPipeline.BUILT_IN.contains(name)
        || Sequences.STAGES.contains(name)
        || Expressions.WORDS.contains(name)
        || Calls.FUNCTIONS.contains(name)
        || callables.block(name).isEmpty() && name.equals("noise");
  }

  @Override
  void call(Expression.Call c) {
    String name = c.name().text();
    if (c.arguments() != null) {
      check(c.name(), c.arguments(), 0);
    } else if (!isKnown(name) && callables.arguments(name).isEmpty()) {
      String near =
          Suggestions.near(name, known).map(n -> "; did you mean '" + n + "'?").orElse("");
      found.add(Problem.of("NN105", c.span(), "unknown name '" + name + "'" + near));
    }
  }

  @Override
  void stage(Stage stage) {
    if (stage instanceof Expression.CallStage s) {
      if (s.as() != null) {
        known.add(s.as().text());
      }
      check(s.name(), s.arguments() == null ? List.of() : s.arguments(), 1);
    }
    super.stage(stage);
  }

  private void check(Ast.Name callee, List<Argument> arguments, int skip) {
    if (isKnown(callee.text())) {
      return;
    }
    try {
      List<String> names =
          callables.arguments(callee.text()).orElseThrow(() -> callables.unknown(callee, frame));
      Binding.bind(callee.text(), names, arguments, skip, callee.span());
    } catch (Problem p) {
      found.add(p);
    }
  }
}
