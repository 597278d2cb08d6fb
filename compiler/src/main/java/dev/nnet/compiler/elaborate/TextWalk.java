package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Expression.Stage;
import dev.nnet.compiler.syntax.Statement;
import java.util.List;

/** A walk through everything a text says, for those who look at the text alone. */
abstract class TextWalk {
  /** A name that is spoken of. */
  void name(Ast.Name name) {}

  /** {@code f(x, a)}. */
  void call(Expression.Call call) {}

  /**
   * {@code head -> stage -> stage}.
   *
   * @param head null for stages without one
   */
  void chain(Expression head, List<Stage> stages) {}

  void parameters(List<Ast.Parameter> parameters) {
    parameters.forEach(p -> expression(p.fallback()));
  }

  void arguments(List<Argument> arguments) {
    if (arguments != null) {
      arguments.forEach(a -> expression(a.value()));
    }
  }

  void declaration(Ast.Declaration d) {
    if (d instanceof Ast.Const c) {
      expression(c.value());
    } else if (d instanceof Ast.Variant v) {
      arguments(v.arguments());
    } else if (d instanceof Ast.Network n) {
      parameters(n.parameters());
      n.body().forEach(this::statement);
    } else if (d instanceof Ast.Block b) {
      parameters(b.parameters());
      expression(b.pipeline());
      b.body().forEach(this::statement);
    }
  }

  void statement(Statement s) {
    if (s instanceof Statement.Border b) {
      type(b.type());
    } else if (s instanceof Statement.State t) {
      type(t.type());
      expression(t.initial());
    } else if (s instanceof Statement.Param p) {
      type(p.type());
      expression(p.initializer());
    } else if (s instanceof Statement.Dims d) {
      d.dims().forEach(n -> expression(n.bound()));
    } else if (s instanceof Statement.LocalConst c) {
      expression(c.value());
    } else if (s instanceof Statement.LayerDecl l) {
      expression(l.value());
    } else if (s instanceof Statement.Next n) {
      expression(n.value());
    } else if (s instanceof Statement.Preprocess p) {
      if (!Numbers.columns(p)) {
        type(p.from());
      }
      p.stages().forEach(this::stage);
    } else if (s instanceof Statement.Assign a) {
      a.bindings().forEach(b -> type(b.type()));
      expression(a.value());
    } else if (s instanceof Statement.Return r) {
      r.values().forEach(this::expression);
    } else if (s instanceof Statement.Train t) {
      settings(t.settings());
    } else if (s instanceof Statement.Search q) {
      settings(q.settings());
    }
  }

  private void settings(List<Statement.Setting> settings) {
    for (Statement.Setting s : settings) {
      expression(s.value());
      expression(s.range());
      settings(s.group() == null ? List.of() : s.group());
    }
  }

  private void type(Ast.Type type) {
    if (type != null) {
      expression(type.bound());
      type.dims().forEach(this::expression);
    }
  }

  void stage(Stage stage) {
    if (stage instanceof Expression.IfStage i) {
      expression(i.condition());
      expression(i.whenTrue());
      expression(i.whenFalse());
    } else if (stage instanceof Expression.CallStage s) {
      name(s.name());
      arguments(s.arguments());
      s.branches().forEach(this::expression);
    }
  }

  void expression(Expression e) {
    if (e instanceof Expression.Arrow a) {
      chain(a.head(), a.stages());
      expression(a.head());
      a.stages().forEach(this::stage);
    } else if (e instanceof Expression.Pipeline p) {
      chain(null, p.stages());
      p.stages().forEach(this::stage);
    } else if (e instanceof Expression.Call c) {
      name(c.name());
      call(c);
      arguments(c.arguments());
    } else if (e instanceof Expression.Member m) {
      expression(m.of());
    } else if (e instanceof Expression.Slice s) {
      expression(s.of());
      for (Expression.Subscript i : s.subscripts()) {
        expression(i.index());
        expression(i.from());
        expression(i.to());
      }
    } else if (e instanceof Expression.Binary b) {
      expression(b.left());
      expression(b.right());
    } else if (e instanceof Expression.Unary u) {
      expression(u.operand());
    } else if (e instanceof Expression.Sequence s) {
      s.elements().forEach(this::expression);
    } else if (e instanceof Expression.If i) {
      expression(i.condition());
      expression(i.whenTrue());
      expression(i.whenFalse());
    }
  }
}
