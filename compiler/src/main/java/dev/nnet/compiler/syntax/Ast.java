package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.source.Span;
import java.util.List;

/**
 * A file as it was written: its declarations. Statements and expressions have files of their own.
 */
public final class Ast {
  private Ast() {}

  /**
   * @param javaPackage empty if the file names none
   */
  public record File(
      Source source, String javaPackage, List<Import> imports, List<Declaration> declarations) {}

  /** A name with its place. */
  public record Name(Span span, String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code import conv_bn, unit from "blocks.nnet"}. */
  public record Import(Span span, List<Name> names, String path, Span pathSpan) {}

  /** Something with a name at the top of a file. */
  public sealed interface Declaration {
    Span span();

    Name name();
  }

  /** {@code const classes = 10}. */
  public record Const(Span span, Name name, Expression value) implements Declaration {}

  /**
   * @param doc the doc comment, without its slashes; empty if there is none
   */
  public record Network(
      Span span, Name name, String doc, List<Parameter> parameters, List<Statement> body)
      implements Declaration {}

  /** {@code network Wide = Net(width=128)}. */
  public record Variant(Span span, Name name, String doc, Name base, List<Argument> arguments)
      implements Declaration {}

  /**
   * A block or a cell.
   *
   * @param pipeline for the short form; then {@code body} is empty
   */
  public record Block(
      Span span,
      Name name,
      String doc,
      boolean cell,
      List<Parameter> parameters,
      Expression.Pipeline pipeline,
      List<Statement> body)
      implements Declaration {
    /** The last parameter if it takes stages, which may then stand in braces; null otherwise. */
    public Parameter stage() {
      Parameter last = parameters.isEmpty() ? null : parameters.get(parameters.size() - 1);
      return last == null || last.kind() == null ? null : last;
    }
  }

  /**
   * A compile-time parameter.
   *
   * @param kind {@code stage}, or null
   * @param fallback null if it must be given
   */
  public record Parameter(Span span, Name name, Name kind, Expression fallback) {}

  /** An argument; {@code name} is null if it is given by position. */
  public record Argument(Span span, Name name, Expression value) {}

  /** {@code f32[B, 28, 28]}; {@code bound} of {@code index<10>} is null elsewhere. */
  public record Type(Span span, Name element, Expression bound, List<Expression> dims) {}
}
