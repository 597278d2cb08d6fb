package dev.nnet.compiler.syntax;

import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Statement.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A file as canonical text: one statement a line, two spaces a level. Reading the text gives the
 * same file, places and comments apart.
 */
public final class AstPrinter {
  private final StringBuilder text = new StringBuilder();
  private final ExpressionPrinter expressions = new ExpressionPrinter();
  private String margin = "";

  private AstPrinter() {}

  public static String print(Ast.File file) {
    AstPrinter printer = new AstPrinter();
    printer.file(file);
    return printer.text.toString();
  }

  private void file(Ast.File file) {
    if (!file.javaPackage().isEmpty()) {
      line("package " + file.javaPackage());
    }
    for (Ast.Import i : file.imports()) {
      line("import " + names(i.names()) + " from \"" + i.path() + '"');
    }
    for (Ast.Declaration d : file.declarations()) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      declaration(d);
    }
  }

  private static String names(List<Name> names) {
    return names.stream().map(Name::text).collect(Collectors.joining(", "));
  }

  private void declaration(Ast.Declaration d) {
    if (d instanceof Ast.Const c) {
      line("const " + c.name() + " = " + expressions.print(c.value()));
    } else if (d instanceof Ast.Network n) {
      doc(n.doc());
      body("network " + n.name() + parameters(n.parameters()), n.body());
    } else if (d instanceof Ast.Variant v) {
      doc(v.doc());
      line("network " + v.name() + " = " + v.base() + expressions.arguments(v.arguments()));
    } else if (d instanceof Ast.Block b) {
      doc(b.doc());
      String head = (b.cell() ? "cell " : "block ") + b.name() + parameters(b.parameters());
      if (b.pipeline() != null) {
        line(head + " = " + expressions.print(b.pipeline()));
      } else {
        body(head, b.body());
      }
    }
  }

  private void doc(String doc) {
    doc.lines().forEach(l -> line(l.isEmpty() ? "///" : "/// " + l));
  }

  private String parameters(List<Ast.Parameter> parameters) {
    List<String> all = new ArrayList<>();
    for (Ast.Parameter p : parameters) {
      String kind = p.kind() == null ? "" : ": " + p.kind();
      all.add(p.name() + kind + (p.fallback() == null ? "" : " = " + expression(p.fallback())));
    }
    return all.isEmpty() ? "" : all.stream().collect(Collectors.joining(", ", "(", ")"));
  }

  private String expression(Expression e) {
    return expressions.print(e);
  }

  private void body(String head, List<Statement> statements) {
    open(head);
    statements.forEach(this::statement);
    close();
  }

  private void open(String head) {
    line(head + " {");
    margin += "  ";
  }

  private void close() {
    margin = margin.substring(2);
    line("}");
  }

  private void line(String line) {
    text.append(margin).append(line).append('\n');
  }

  private void statement(Statement s) {
    if (s instanceof Statement.Border b) {
      doc(b.doc());
      line(b.role().name().toLowerCase(Locale.ROOT) + " " + b.name() + ": " + type(b.type()));
    } else if (s instanceof Statement.State t) {
      line("state " + t.name() + ": " + type(t.type()) + given(t.initial()));
    } else if (s instanceof Statement.Param p) {
      line("param " + p.name() + ": " + type(p.type()) + given(p.initializer()));
    } else if (s instanceof Statement.Dims d) {
      List<String> all = new ArrayList<>();
      for (Statement.DimName n : d.dims()) {
        all.add(n.name() + (n.bound() == null ? "" : " <= " + expression(n.bound())));
      }
      line((d.sequence() ? "sequence " : "dim ") + String.join(", ", all));
    } else if (s instanceof Statement.LocalConst c) {
      line("const " + c.name() + given(c.value()));
    } else if (s instanceof Statement.LayerDecl l) {
      line("layer " + l.name() + given(l.value()));
    } else if (s instanceof Statement.Next n) {
      line("next " + n.name() + given(n.value()));
    } else if (s instanceof Statement.Preprocess p) {
      String stages =
          p.stages().stream().map(t -> " -> " + expressions.stage(t)).collect(Collectors.joining());
      line("preprocess " + p.name() + " from " + type(p.from()) + stages);
    } else if (s instanceof Statement.Assign a) {
      line(
          a.bindings().stream().map(this::binding).collect(Collectors.joining(", "))
              + given(a.value()));
    } else if (s instanceof Statement.Return r) {
      line("return " + r.values().stream().map(this::expression).collect(Collectors.joining(", ")));
    } else if (s instanceof Statement.Train t) {
      group(t.name() == null ? "train" : "train " + t.name(), t.settings());
    } else if (s instanceof Statement.Search q) {
      group("search", q.settings());
    }
  }

  private String given(Expression value) {
    return value == null ? "" : " = " + expression(value);
  }

  private String binding(Statement.Binding b) {
    String name = b.name() == null ? "_" : b.name().text();
    return b.type() == null ? name : name + ": " + type(b.type());
  }

  private void group(String head, List<Setting> settings) {
    open(head);
    for (Setting s : settings) {
      if (s.group() != null) {
        group(s.name().text(), s.group());
      } else if (s.range() != null) {
        line(s.name() + " in " + expression(s.range()));
      } else {
        line(s.name() + given(s.value()));
      }
    }
    close();
  }

  private String type(Ast.Type type) {
    String bound = type.bound() == null ? "" : "<" + expression(type.bound()) + ">";
    String dims =
        type.dims().isEmpty()
            ? ""
            : type.dims().stream()
                .map(this::expression)
                .collect(Collectors.joining(", ", "[", "]"));
    return type.element() + bound + dims;
  }
}
