package dev.nnet.compiler.facade;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Element;
import java.util.List;

/**
 * One input, target or output as a Java variable: its batch dimension is gone.
 *
 * <pre>
 *   f32[B, 1, 28, 28]   float[] image
 *   index&lt;10&gt;[B]        int digit
 *   bool[B]             boolean spam
 * </pre>
 *
 * @param columns of a table that it is; empty if the text does not say
 */
record Component(BorderSpec border, List<String> columns) {

  String name() {
    return JavaNames.variable(border.name());
  }

  private boolean scalar() {
    return border.dims().isEmpty();
  }

  boolean floats() {
    return border.element() == Element.F32;
  }

  private TypeName single() {
    return switch (border.element()) {
      case F32 -> TypeName.FLOAT;
      case BOOL -> TypeName.BOOLEAN;
      default -> TypeName.INT;
    };
  }

  /** Whether it is a sequence of vectors, each an array. */
  private boolean rows() {
    return border.ragged() && border.dims().size() > 1 && floats();
  }

  TypeName type() {
    if (rows()) {
      return ArrayTypeName.of(ArrayTypeName.of(single()));
    }
    return scalar() ? single() : ArrayTypeName.of(single());
  }

  /** Divides the length of a sequence's array by the values of a step, where they are several. */
  String perStep() {
    return rows() || border.valuesPerStep() == 1 ? "" : " / " + border.valuesPerStep();
  }

  /** The type of one step of a sequence; of what is none, the whole. */
  TypeName step() {
    boolean single = border.ragged() && border.dims().size() == 1;
    return single ? single() : border.ragged() ? ArrayTypeName.of(single()) : type();
  }

  ParameterSpec parameter() {
    return ParameterSpec.builder(type(), name()).build();
  }

  /** Whether its numbers may have names: classes, one for an example. */
  boolean classes() {
    return scalar() && border.element() == Element.INDEX;
  }

  /** Whether a table can have it. */
  boolean tabular() {
    return !border.ragged() && (!columns.isEmpty() || border.valuesPerExample() == 1);
  }

  /** What a caller has to know of the values. */
  String doc() {
    StringBuilder doc = new StringBuilder();
    if (border.ragged()) {
      doc.append(border.open() ? "any number of" : "1 to " + border.dims().get(0)).append(" steps");
      if (border.dims().size() > 1) {
        doc.append(" of ").append(border.valuesPerStep()).append(" values");
      }
    } else if (!scalar()) {
      doc.append(border.valuesPerExample()).append(" values");
      if (border.dims().size() > 1) {
        doc.append(", row-major ").append(border.dims());
      }
    }
    if (border.element() == Element.INDEX) {
      doc.append(scalar() ? "" : ", each ").append("0..").append(border.bound() - 1);
    }
    if (doc.isEmpty()) {
      doc.append("one value");
    }
    if (!columns.isEmpty()) {
      doc.append(": ").append(String.join(", ", columns));
    }
    return doc.toString();
  }

  /** The statement that copies {@code value} into a row. */
  CodeBlock put(String value) {
    return CodeBlock.of("row.put($S, $L)", border.name(), value);
  }

  /** The expression that takes a value of the type out of row {@code slot} of a session. */
  CodeBlock take() {
    boolean bool = border.element() == Element.BOOL;
    if (scalar()) {
      String array = floats() ? "output" : "intOutput";
      return CodeBlock.of("session.$L($S)[slot]" + (bool ? " != 0" : ""), array, border.name());
    }
    String values = rows() ? "rows" : floats() ? "floats" : "ints";
    CodeBlock all = CodeBlock.of("session.$L($S, slot)", values, border.name());
    return bool ? CodeBlock.of("truths($L)", all) : all;
  }

  /** Whether {@link #take} needs the method {@code truths}. */
  boolean truths() {
    return border.element() == Element.BOOL && !scalar();
  }
}
