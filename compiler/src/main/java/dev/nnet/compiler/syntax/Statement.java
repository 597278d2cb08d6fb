package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Ast.Type;
import java.util.List;

/** A statement of a body. */
public sealed interface Statement {
  Span span();

  /** The words that declare a tensor of a given type. */
  enum Role {
    INPUT,
    TARGET,
    OUTPUT,
    CONTEXT
  }

  /** {@code input image: f32[B, 1, 28, 28]}. */
  record Border(Span span, Role role, Name name, Type type, String doc) implements Statement {}

  /** {@code state h: f32[B, units] = start}; {@code initial} is null if it starts at zero. */
  record State(Span span, Name name, Type type, Expression initial) implements Statement {}

  /** {@code param W: f32[D, units] = orthogonal}; {@code initializer} may be null. */
  record Param(Span span, Name name, Type type, Expression initializer) implements Statement {}

  /** {@code sequence T <= 200} or {@code dim H, W}. */
  record Dims(Span span, boolean sequence, List<DimName> dims) implements Statement {}

  /** One declared dimension; {@code bound} may be null. */
  record DimName(Name name, Expression bound) {}

  /** {@code const w = 32 * width}. */
  record LocalConst(Span span, Name name, Expression value) implements Statement {}

  /** {@code layer f = dense(64)}. */
  record LayerDecl(Span span, Name name, Expression value) implements Statement {}

  /** {@code next h = ..}. */
  record Next(Span span, Name name, Expression value) implements Statement {}

  /** {@code preprocess image from u8[28, 28] -> to_tensor}. */
  record Preprocess(Span span, Name name, Type from, List<Expression.Stage> stages)
      implements Statement {}

  /** {@code a, b = ..}. */
  record Assign(Span span, List<Binding> bindings, Expression value) implements Statement {}

  /** A name being given; {@code name} is null for {@code _}, {@code type} if none is written. */
  record Binding(Span span, Name name, Type type) {}

  /** {@code return a, b}. */
  record Return(Span span, List<Expression> values) implements Statement {}

  /** {@code train heads { .. }}; {@code name} is null if it has none. */
  record Train(Span span, Name name, List<Setting> settings) implements Statement {}

  /** {@code search { .. }}. */
  record Search(Span span, List<Setting> settings) implements Statement {}

  /** An entry of a section: exactly one of value, range and group is not null. */
  record Setting(Span span, Name name, Expression value, Expression range, List<Setting> group) {}
}
