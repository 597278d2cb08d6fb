package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import dev.nnet.compiler.syntax.Ast.Name;
import java.util.List;

/** An expression, a pipeline or one of its stages. */
public sealed interface Expression {
  Span span();

  /** {@code head -> stage -> stage}. */
  record Arrow(Span span, Expression head, List<Stage> stages) implements Expression {}

  /** Stages without a head: what a block or a branch is made of. */
  record Pipeline(Span span, List<Stage> stages) implements Expression {}

  /** A whole number. */
  record Whole(Span span, long value) implements Expression {}

  /** A number with a point or an exponent. */
  record Real(Span span, double value) implements Expression {}

  /** A text. */
  record Text(Span span, String value) implements Expression {}

  /** A truth value. */
  record Truth(Span span, boolean value) implements Expression {}

  /** A name, or a call of it: {@code arguments} is null if there are no parentheses. */
  record Call(Span span, Name name, List<Argument> arguments) implements Expression {}

  /** {@code f.weight}. */
  record Member(Span span, Expression of, Name name) implements Expression {}

  /** {@code x[:, 0]}. */
  record Slice(Span span, Expression of, List<Subscript> subscripts) implements Expression {}

  /** {@code a + b}. */
  record Binary(Span span, String operator, Span operatorSpan, Expression left, Expression right)
      implements Expression {}

  /** {@code -a} or {@code !a}. */
  record Unary(Span span, String operator, Expression operand) implements Expression {}

  /** {@code (1, 7)} or {@code [a, b]}. */
  record Sequence(Span span, boolean list, List<Expression> elements) implements Expression {}

  /** {@code if c { a } else { b }}, decided by the compiler. */
  record If(Span span, Expression condition, Expression whenTrue, Expression whenFalse)
      implements Expression {}

  /** {@code _} in a type. */
  record Any(Span span) implements Expression {}

  /** {@code ...} in a type. */
  record Rest(Span span) implements Expression {}

  /** One subscript: an index, or {@code from : to}; each part may be null. */
  record Subscript(Span span, Name name, Expression index, Expression from, Expression to) {}

  /** A stage of a pipeline. */
  sealed interface Stage {
    Span span();
  }

  /**
   * {@code conv1: conv2d(64, kernel=3)}, {@code repeat(6) as i { .. }}.
   *
   * @param label null if there is none
   * @param arguments null if there are no parentheses
   * @param as null if there is none
   * @param branches empty if there are none
   */
  record CallStage(
      Span span, Name label, Name name, List<Argument> arguments, Name as, List<Pipeline> branches)
      implements Stage {}

  /** {@code if c { a } else { b }}; without else, nothing is done. */
  record IfStage(Span span, Expression condition, Pipeline whenTrue, Pipeline whenFalse)
      implements Stage {}
}
