package dev.nnet.compiler.graph;

import dev.nnet.compiler.loop.Definition;
import java.util.List;

/** The ops without operands: what a graph is given. Their types are stated, not inferred. */
public final class Leaf extends Op {
  /** An argument of predict(); attribute {@code name}. */
  public static final Leaf INPUT = new Leaf("input");

  /** An argument of the training step only; attribute {@code name}. */
  public static final Leaf TARGET = new Leaf("target");

  /**
   * How many steps of a sequence each example has, {@code i32[B]}, given like an input; attribute
   * {@code name}.
   */
  public static final Leaf LENGTH = new Leaf("length");

  /**
   * A trainable tensor; attributes {@code name} (its path), {@code init} (a word with arguments)
   * and {@code decay} (whether weight decay applies).
   */
  public static final Leaf PARAMETER = new Leaf("param");

  /**
   * A tensor that is kept with the weights and that no gradient changes; attributes {@code name}
   * and {@code init} as of a parameter.
   */
  public static final Leaf STATE = new Leaf("state");

  /**
   * Numbers in [0, 1) that are new in every training step, given like a target; attribute {@code
   * name}.
   */
  public static final Leaf NOISE = new Leaf("noise");

  /**
   * What a step of a sequence gets from the one before, for all steps: axis 1 counts them;
   * attribute {@code name}. The graph's recurrences say where it comes from.
   */
  public static final Leaf CARRY = new Leaf("carry");

  /**
   * What the stretch before left of a sequence that is cut for training, given like an input;
   * attribute {@code name}.
   */
  public static final Leaf HELD = new Leaf("held");

  /** A number known to the compiler, shared by all elements; attribute {@code value}. */
  public static final Leaf CONSTANT = new Leaf("constant");

  private Leaf(String name) {
    super(name, OpKind.LEAF, Signature.of());
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    throw new IllegalStateException("the type of a leaf is stated");
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    throw new IllegalStateException("a leaf computes nothing");
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[0];
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return 0;
  }
}
