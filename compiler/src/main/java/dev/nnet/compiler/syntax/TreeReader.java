package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Expression.Pipeline;
import dev.nnet.compiler.syntax.Expression.Stage;
import dev.nnet.compiler.syntax.Expression.Subscript;
import dev.nnet.grammar.NnetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Parse tree to expressions: everything below a statement. */
class TreeReader {
  final Source source;

  /** For each code point its first char; null if they are the same. */
  private final int[] offsets;

  TreeReader(Source source) {
    this.source = source;
    String text = source.text();
    int count = text.codePointCount(0, text.length());
    offsets = count == text.length() ? null : new int[count + 1];
    for (int i = 0, at = 0; offsets != null && i <= count; i++) {
      offsets[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
  }

  Span span(ParserRuleContext c) {
    return span(c.start, c.stop == null ? c.start : c.stop);
  }

  Span span(Token first, Token last) {
    int end = Math.max(last.getStopIndex() + 1, first.getStartIndex());
    return new Span(source, offset(first.getStartIndex()), offset(end));
  }

  /** ANTLR counts code points, a span counts chars. */
  private int offset(int codePoint) {
    return offsets == null
        ? Math.min(codePoint, source.text().length())
        : offsets[Math.min(codePoint, offsets.length - 1)];
  }

  Name name(NnetParser.NameContext c) {
    return c == null ? null : new Name(span(c), c.getText());
  }

  static <A, B> List<B> map(List<A> from, Function<A, B> f) {
    List<B> to = new ArrayList<>();
    from.forEach(a -> to.add(f.apply(a)));
    return List.copyOf(to);
  }

  Expression expression(NnetParser.ExprContext c) {
    if (c == null) {
      return null;
    }
    Expression head = arith(c.arith());
    return c.stage().isEmpty()
        ? head
        : new Expression.Arrow(span(c), head, map(c.stage(), this::stage));
  }

  Pipeline pipeline(NnetParser.PipelineContext c) {
    return new Pipeline(span(c), map(c.stage(), this::stage));
  }

  Stage stage(NnetParser.StageContext c) {
    if (c instanceof NnetParser.IfStageContext i) {
      Pipeline otherwise = i.branch().size() > 1 ? pipeline(i.branch(1).pipeline()) : null;
      return new Expression.IfStage(
          span(c), arith(i.arith()), pipeline(i.branch(0).pipeline()), otherwise);
    }
    NnetParser.CallStageContext s = (NnetParser.CallStageContext) c;
    List<NnetParser.NameContext> names = new ArrayList<>(s.name());
    boolean labelled = s.getChildCount() > 1 && s.getChild(1).getText().equals(":");
    Name label = labelled ? name(names.remove(0)) : null;
    Name called = name(names.get(0));
    Name as = names.size() > 1 ? name(names.get(1)) : null;
    List<Pipeline> branches =
        s.branches() == null ? List.of() : map(s.branches().pipeline(), this::pipeline);
    return new Expression.CallStage(span(c), label, called, arguments(s.args()), as, branches);
  }

  List<Argument> arguments(NnetParser.ArgsContext c) {
    return c == null
        ? null
        : map(c.arg(), a -> new Argument(span(a), name(a.name()), expression(a.expr())));
  }

  Expression arith(NnetParser.ArithContext c) {
    if (c instanceof NnetParser.AtomContext a) {
      return primary(a.primary());
    }
    if (c instanceof NnetParser.MemberContext m) {
      return new Expression.Member(span(c), arith(m.arith()), name(m.name()));
    }
    if (c instanceof NnetParser.SliceContext s) {
      return new Expression.Slice(span(c), arith(s.arith()), map(s.subscript(), this::subscript));
    }
    if (c instanceof NnetParser.PrefixContext p) {
      return new Expression.Unary(span(c), p.getChild(0).getText(), arith(p.arith()));
    }
    // the rest are binary: left, operator, right
    Token operator = ((TerminalNode) c.getChild(1)).getSymbol();
    return new Expression.Binary(
        span(c),
        operator.getText(),
        span(operator, operator),
        arith((NnetParser.ArithContext) c.getChild(0)),
        arith((NnetParser.ArithContext) c.getChild(2)));
  }

  private Subscript subscript(NnetParser.SubscriptContext c) {
    int colon = -1;
    for (int i = 0; i < c.getChildCount(); i++) {
      colon = c.getChild(i).getText().equals(":") ? i : colon;
    }
    if (colon < 0) {
      return new Subscript(span(c), name(c.name()), arith(c.arith(0)), null, null);
    }
    Expression from = null;
    Expression to = null;
    for (int i = 0; i < c.getChildCount(); i++) {
      if (c.getChild(i) instanceof NnetParser.ArithContext a) {
        from = i < colon ? arith(a) : from;
        to = i > colon ? arith(a) : to;
      }
    }
    return new Subscript(span(c), name(c.name()), null, from, to);
  }

  private Expression primary(NnetParser.PrimaryContext c) {
    ParseTree first = c.getChild(0);
    if (c.literal() != null) {
      return literal(c.literal());
    }
    if (c.name() != null) {
      return new Expression.Call(span(c), name(c.name()), arguments(c.args()));
    }
    if (c.IF() != null) {
      return new Expression.If(
          span(c), arith(c.arith()), expression(c.expr(0)), expression(c.expr(1)));
    }
    boolean list = first.getText().equals("[");
    boolean parenthesised = !list && c.expr().size() == 1 && c.getChildCount() == 3;
    return parenthesised
        ? expression(c.expr(0))
        : new Expression.Sequence(span(c), list, map(c.expr(), this::expression));
  }

  private Expression literal(NnetParser.LiteralContext c) {
    String digits = c.getText().replace("_", "");
    if (c.INT() != null) {
      return new Expression.Whole(span(c), whole(digits));
    }
    if (c.FLOAT() != null) {
      return new Expression.Real(span(c), Double.parseDouble(digits));
    }
    String text = c.getText();
    return c.STRING() != null
        ? new Expression.Text(span(c), text.substring(1, text.length() - 1))
        : new Expression.Truth(span(c), c.TRUE() != null);
  }

  /** Numbers beyond 64 bits are as good as the largest: every use of one is out of range. */
  private static long whole(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  Ast.Type type(NnetParser.TypeContext c) {
    Expression bound = c.dimExpr() == null ? null : dim(c.dimExpr());
    return new Ast.Type(span(c), name(c.name()), bound, map(c.typeDim(), this::typeDim));
  }

  private Expression typeDim(NnetParser.TypeDimContext c) {
    if (c.dimExpr() != null) {
      return dim(c.dimExpr());
    }
    return c.getText().equals("_") ? new Expression.Any(span(c)) : new Expression.Rest(span(c));
  }

  Expression dim(NnetParser.DimExprContext c) {
    if (c.INT() != null) {
      return new Expression.Whole(span(c), whole(c.getText().replace("_", "")));
    }
    if (c.name() != null) {
      List<Argument> arguments =
          c.dimExpr().isEmpty() ? null : map(c.dimExpr(), d -> new Argument(span(d), null, dim(d)));
      return new Expression.Call(span(c), name(c.name()), arguments);
    }
    if (c.dimExpr().size() == 1) {
      return dim(c.dimExpr(0));
    }
    Token operator = ((TerminalNode) c.getChild(1)).getSymbol();
    return new Expression.Binary(
        span(c),
        operator.getText(),
        span(operator, operator),
        dim(c.dimExpr(0)),
        dim(c.dimExpr(1)));
  }
}
