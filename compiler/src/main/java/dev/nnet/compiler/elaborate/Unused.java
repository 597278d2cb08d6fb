package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a file declares and never uses: warnings, but errors where it is nearly always a mistake, as
 * for a target or a whole pipeline. Looks at the text alone, so that a name used in one branch of
 * an {@code if} or one turn of a {@code repeat} is used.
 */
final class Unused {
  private final List<Diagnostic> found = new ArrayList<>();

  private Unused() {}

  static List<Diagnostic> of(Ast.File file) {
    Unused unused = new Unused();
    unused.file(file);
    return unused.found;
  }

  private void file(Ast.File file) {
    Uses all = new Uses();
    boolean network = false;
    for (Ast.Declaration d : file.declarations()) {
      all.declaration(d);
      Uses own = new Uses();
      own.declaration(d);
      if (d instanceof Ast.Network n) {
        network = true;
        body(n.parameters(), n.body(), own);
      } else if (d instanceof Ast.Block b) {
        body(b.parameters(), b.body(), own);
      }
    }
    for (Ast.Import i : file.imports()) {
      i.names().stream().filter(n -> !all.contains(n)).forEach(n -> warn("import", n));
    }
    for (Ast.Declaration d : file.declarations()) {
      // a file without a network is there to be imported
      if (network && d instanceof Ast.Const c && !all.contains(c.name())) {
        warn("const", c.name());
      }
    }
  }

  private void body(List<Ast.Parameter> parameters, List<Statement> body, Uses uses) {
    for (Ast.Parameter p : parameters) {
      check("parameter", p.name(), uses);
    }
    List<String> outputs = new ArrayList<>();
    for (Statement s : body) {
      if (s instanceof Statement.Border b && b.role() == Role.OUTPUT) {
        outputs.add(b.name().text());
      }
    }
    for (Statement s : body) {
      if (s instanceof Statement.Border b) {
        border(b, uses);
      } else if (s instanceof Statement.Param p) {
        check("param", p.name(), uses);
      } else if (s instanceof Statement.LocalConst c) {
        check("const", c.name(), uses);
      } else if (s instanceof Statement.LayerDecl l) {
        check("layer", l.name(), uses);
      } else if (s instanceof Statement.Assign a) {
        assign(a, outputs, uses);
      }
    }
  }

  private void border(Statement.Border b, Uses uses) {
    if (b.role() == Role.TARGET && !uses.contains(b.name())) {
      found.add(
          Diagnostic.error("NN502", b.name().span(), "target '" + b.name() + "' is never used")
              .hint("a loss needs it: cross_entropy(logits, " + b.name() + ")"));
    } else if (b.role() != Role.OUTPUT) {
      check(b.role().name().toLowerCase(Locale.ROOT), b.name(), uses);
    }
  }

  private void assign(Statement.Assign a, List<String> outputs, Uses uses) {
    List<Ast.Name> idle = new ArrayList<>();
    for (Statement.Binding b : a.bindings()) {
      boolean used =
          b.name() == null || uses.contains(b.name()) || outputs.contains(b.name().text());
      if (!used) {
        idle.add(b.name());
      }
    }
    if (idle.size() == a.bindings().size()) {
      Ast.Name name = idle.get(0);
      found.add(
          Diagnostic.error("NN503", name.span(), "the result '" + name + "' is never used")
              .hint("remove the statement, or use its result"));
    } else {
      for (Ast.Name name : idle) {
        found.add(
            Diagnostic.warning("NN501", name.span(), "'" + name + "' is never used")
                .hint("`_` drops a value"));
      }
    }
  }

  private void check(String what, Ast.Name name, Uses uses) {
    if (!uses.contains(name)) {
      warn(what, name);
    }
  }

  private void warn(String what, Ast.Name name) {
    found.add(Diagnostic.warning("NN501", name.span(), what + " '" + name + "' is never used"));
  }
}
