package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of products of two tensors after an einsum pattern: {@code "bi,oi->bo"}. Letters that the
 * result lacks are summed over, in the order of their first use.
 */
abstract class Product extends Op {
  Product(String name, Signature signature) {
    super(name, OpKind.CONTRACTION, signature);
  }

  /** The pattern, for operands of these types. */
  abstract String pattern(List<Type> operands, Attributes attributes);

  /** The letters of the two operands and of the result. */
  static String[] letters(String pattern) {
    return pattern.replace(" ", "").split(",|->", -1);
  }

  /** What each letter stands for; the first operand that has it decides. */
  static Map<Character, Dim> dims(String pattern, List<Type> operands) {
    String[] letters = letters(pattern);
    Map<Character, Dim> dims = new LinkedHashMap<>();
    for (int operand = 0; operand < 2; operand++) {
      for (int i = 0; i < letters[operand].length(); i++) {
        dims.putIfAbsent(letters[operand].charAt(i), operands.get(operand).shape().dim(i));
      }
    }
    return dims;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    String pattern = pattern(operands, attributes);
    Map<Character, Dim> dims = dims(pattern, operands);
    List<Dim> result = new ArrayList<>();
    for (char letter : letters(pattern)[2].toCharArray()) {
      result.add(dims.get(letter));
    }
    return Type.f32(new Shape(result));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    String pattern = pattern(operands, attributes);
    String[] letters = letters(pattern);
    Map<Character, Axis> axes = new LinkedHashMap<>();
    dims(pattern, operands)
        .forEach((letter, dim) -> axes.put(letter, Axes.axis(letter.toString(), dim)));
    List<Axis> outer = new ArrayList<>();
    for (char letter : letters[2].toCharArray()) {
      outer.add(axes.get(letter));
    }
    List<Axis> reduced = axes.values().stream().filter(a -> !outer.contains(a)).toList();
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    Expr update = new Expr.Fma(read(0, letters[0], axes), read(1, letters[1], axes), acc);
    return new Definition(
        outer, reduced, Axes.coordinates(outer), sum, Expr.constant(0), update, acc);
  }

  private static Expr read(int operand, String letters, Map<Character, Axis> axes) {
    List<Affine> at = new ArrayList<>();
    for (char letter : letters.toCharArray()) {
      at.add(Axes.at(axes.get(letter)));
    }
    return Axes.read(operand, at);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    String[] letters = letters(pattern(y.operandTypes(), y.attributes()));
    Attributes a = pattern(letters[2] + "," + letters[1] + "->" + letters[0]);
    Attributes b = pattern(letters[2] + "," + letters[0] + "->" + letters[1]);
    return new Value[] {
      g.apply(Ops.EINSUM, a, dy, y.operand(1)), g.apply(Ops.EINSUM, b, dy, y.operand(0))
    };
  }

  private static String behind(String letters, char step) {
    return letters.charAt(0) + String.valueOf(step) + letters.substring(1);
  }

  private static Attributes pattern(String text) {
    return Attributes.of("pattern", text);
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    long product = 2;
    for (Dim dim : dims(pattern(operands, attributes), operands).values()) {
      product *= dim.known() ? dim.size() : 1;
    }
    return product;
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    char step = 't';
    String pattern = pattern(operands, attributes);
    while (pattern.indexOf(step) >= 0) {
      step++;
    }
    String[] letters = letters(pattern);
    for (int i = 0; i < 2; i++) {
      if (varies.get(i) && !operands.get(i).shape().batched()) {
        return null;
      }
      letters[i] = varies.get(i) ? behind(letters[i], step) : letters[i];
    }
    String all = letters[0] + "," + letters[1] + "->" + behind(letters[2], step);
    return new OverSteps(Ops.EINSUM, pattern(all));
  }
}
