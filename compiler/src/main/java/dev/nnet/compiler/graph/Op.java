package dev.nnet.compiler.graph;

import dev.nnet.compiler.loop.Definition;
import java.util.List;

/**
 * An operator: everything the compiler knows about it, in one file each.
 *
 * <p>Ops are stateless and compared by identity. Fusion, planning, printing and emission never name
 * an op; they ask for its {@link #kind()} and its {@link #define definition}.
 */
public abstract class Op {
  private final String name;
  private final OpKind kind;
  private final Signature signature;

  protected Op(String name, OpKind kind, Signature signature) {
    this.name = name;
    this.kind = kind;
    this.signature = signature;
  }

  /** Its name in the language and in printed graphs. */
  public final String name() {
    return name;
  }

  public final OpKind kind() {
    return kind;
  }

  public final Signature signature() {
    return signature;
  }

  /** Whether user texts may call it; others are made by passes (gradients). */
  public boolean callable() {
    return true;
  }

  /**
   * The type of the result.
   *
   * @throws ShapeError if the operands do not fit; the message names what was expected and found
   */
  public abstract Type infer(List<Type> operands, Attributes attributes);

  /** What one element of the result is, in logical coordinates. */
  public abstract Definition define(List<Type> operands, Type result, Attributes attributes);

  /**
   * Definitions that write a part of the result each, where that is less work than {@link #define
   * one} that computes it all; their order does not matter.
   */
  public List<Definition> parts(List<Type> operands, Type result, Attributes attributes) {
    return List.of(define(operands, result, attributes));
  }

  /**
   * The gradients of the operands, given the gradient of the result: one for each operand, null
   * where there is none (an index, or an operand the result does not depend on smoothly).
   *
   * @param y the value whose op this is
   * @param dy the gradient of the loss with respect to {@code y}, of y's shape
   */
  public abstract Value[] gradient(GraphBuilder g, Value y, Value dy);

  /**
   * The same op for all steps of a sequence at once: where an operand differs from step to step it
   * has one more dimension, behind the batch, and so has the result.
   *
   * @param operands of one step
   * @param varies which of them differ from step to step: at least one
   * @return null if there is no such op
   */
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return null;
  }

  /** An op and its attributes. */
  public record OverSteps(Op op, Attributes attributes) {}

  /** Floating-point operations for each example, for summaries; a fused multiply-add counts two. */
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return result.shape().sizePerExample();
  }

  @Override
  public final String toString() {
    return name;
  }
}
