package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Ast.Parameter;
import dev.nnet.compiler.syntax.Statement.Role;
import dev.nnet.compiler.syntax.Statement.Setting;
import dev.nnet.grammar.NnetLexer;
import dev.nnet.grammar.NnetParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Parse tree to declarations and statements. */
final class FileReader extends TreeReader {
  private final CommonTokenStream tokens;

  FileReader(Source source, CommonTokenStream tokens) {
    super(source);
    this.tokens = tokens;
  }

  Ast.File file(NnetParser.FileContext c) {
    String javaPackage =
        c.packageDecl() == null ? source.javaPackage() : c.packageDecl().qname().getText();
    return new Ast.File(
        source,
        javaPackage,
        map(c.importDecl(), this::importDecl),
        map(c.declaration(), this::declaration));
  }

  private Ast.Import importDecl(NnetParser.ImportDeclContext c) {
    Token path = c.STRING().getSymbol();
    String text = path.getText();
    return new Ast.Import(
        span(c), map(c.name(), this::name), text.substring(1, text.length() - 1), span(path, path));
  }

  private Ast.Declaration declaration(NnetParser.DeclarationContext c) {
    if (c instanceof NnetParser.ConstDeclContext d) {
      return new Ast.Const(span(c), name(d.name()), expression(d.expr()));
    }
    if (c instanceof NnetParser.NetworkDeclContext d) {
      return new Ast.Network(
          span(c), name(d.name()), doc(c), parameters(d.params()), body(d.body()));
    }
    if (c instanceof NnetParser.NetworkVariantContext d) {
      return new Ast.Variant(
          span(c), name(d.name(0)), doc(c), name(d.name(1)), arguments(d.args()));
    }
    if (c instanceof NnetParser.BlockDeclContext d) {
      return block(c, d.name(), false, d.params(), d.pipeline(), d.body());
    }
    NnetParser.CellDeclContext d = (NnetParser.CellDeclContext) c;
    return block(c, d.name(), true, d.params(), d.pipeline(), d.body());
  }

  private Ast.Block block(
      ParserRuleContext c,
      NnetParser.NameContext name,
      boolean cell,
      NnetParser.ParamsContext params,
      NnetParser.PipelineContext pipeline,
      NnetParser.BodyContext body) {
    return new Ast.Block(
        span(c),
        name(name),
        doc(c),
        cell,
        parameters(params),
        pipeline == null ? null : pipeline(pipeline),
        body == null ? List.of() : body(body));
  }

  /** The lines of {@code ///} right before a construct. */
  private String doc(ParserRuleContext c) {
    List<Token> hidden = tokens.getHiddenTokensToLeft(c.start.getTokenIndex());
    StringBuilder text = new StringBuilder();
    for (Token t : hidden == null ? List.<Token>of() : hidden) {
      if (t.getType() == NnetLexer.DOC) {
        text.append(text.isEmpty() ? "" : "\n").append(t.getText().substring(3).strip());
      }
    }
    return text.toString();
  }

  private List<Parameter> parameters(NnetParser.ParamsContext c) {
    return c == null ? List.of() : map(c.param(), this::parameter);
  }

  private Parameter parameter(NnetParser.ParamContext c) {
    Name kind = c.name().size() > 1 ? name(c.name(1)) : null;
    return new Parameter(span(c), name(c.name(0)), kind, expression(c.expr()));
  }

  private List<Statement> body(NnetParser.BodyContext c) {
    return map(c.statement(), this::statement);
  }

  private Statement statement(NnetParser.StatementContext c) {
    if (c instanceof NnetParser.InputDeclContext d) {
      return border(c, Role.INPUT, d.name(), d.type());
    }
    if (c instanceof NnetParser.TargetDeclContext d) {
      return border(c, Role.TARGET, d.name(), d.type());
    }
    if (c instanceof NnetParser.OutputDeclContext d) {
      return border(c, Role.OUTPUT, d.name(), d.type());
    }
    if (c instanceof NnetParser.ContextDeclContext d) {
      return border(c, Role.CONTEXT, d.name(), d.type());
    }
    if (c instanceof NnetParser.StateDeclContext d) {
      return new Statement.State(span(c), name(d.name()), type(d.type()), expression(d.expr()));
    }
    if (c instanceof NnetParser.ParamDeclContext d) {
      return new Statement.Param(span(c), name(d.name()), type(d.type()), expression(d.expr()));
    }
    if (c instanceof NnetParser.DimsDeclContext d) {
      return new Statement.Dims(span(c), d.SEQUENCE() != null, map(d.dimDecl(), this::dimDecl));
    }
    if (c instanceof NnetParser.LocalConstContext d) {
      return new Statement.LocalConst(span(c), name(d.name()), expression(d.expr()));
    }
    if (c instanceof NnetParser.LayerDeclContext d) {
      return new Statement.LayerDecl(span(c), name(d.name()), expression(d.expr()));
    }
    if (c instanceof NnetParser.NextStateContext d) {
      return new Statement.Next(span(c), name(d.name()), expression(d.expr()));
    }
    if (c instanceof NnetParser.PreprocessDeclContext d) {
      return new Statement.Preprocess(
          span(c), name(d.name()), type(d.type()), map(d.stage(), this::stage));
    }
    if (c instanceof NnetParser.AssignmentContext d) {
      return new Statement.Assign(span(c), map(d.binding(), this::binding), expression(d.expr()));
    }
    if (c instanceof NnetParser.ReturnStmtContext d) {
      return new Statement.Return(span(c), map(d.expr(), this::expression));
    }
    if (c instanceof NnetParser.TrainDeclContext d) {
      return new Statement.Train(span(c), name(d.name()), settings(d.settings()));
    }
    return new Statement.Search(span(c), settings(((NnetParser.SearchDeclContext) c).settings()));
  }

  private Statement border(
      ParserRuleContext c, Role role, NnetParser.NameContext name, NnetParser.TypeContext type) {
    return new Statement.Border(span(c), role, name(name), type(type), doc(c));
  }

  private Statement.DimName dimDecl(NnetParser.DimDeclContext c) {
    return new Statement.DimName(name(c.name()), c.dimExpr() == null ? null : dim(c.dimExpr()));
  }

  private Statement.Binding binding(NnetParser.BindingContext c) {
    return new Statement.Binding(span(c), name(c.name()), c.type() == null ? null : type(c.type()));
  }

  private List<Setting> settings(NnetParser.SettingsContext c) {
    List<Setting> settings = new ArrayList<>();
    for (NnetParser.SettingContext s : c.setting()) {
      if (s instanceof NnetParser.ValueSettingContext v) {
        settings.add(new Setting(span(s), name(v.name()), expression(v.expr()), null, null));
      } else if (s instanceof NnetParser.RangeSettingContext r) {
        settings.add(new Setting(span(s), name(r.name()), null, expression(r.expr()), null));
      } else {
        NnetParser.GroupSettingContext g = (NnetParser.GroupSettingContext) s;
        settings.add(new Setting(span(s), name(g.name()), null, null, settings(g.settings())));
      }
    }
    return List.copyOf(settings);
  }
}
