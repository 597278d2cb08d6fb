package dev.nnet.compiler.loop;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of one float made of the loop IR's own operations, so that the interpreter and both
 * emissions give the same bits on every machine.
 *
 * @param name what printers show: {@code tanh}
 * @param parameter the local that stands for the argument in {@code body}
 * @param body statements that compute {@code result}: a block of {@link Stmt.Let}s
 * @param result the value, in terms of the lets and the parameter
 * @param exact the mathematical function in double, used where gradients are checked numerically
 */
public record ScalarFunction(
    String name, Local parameter, Stmt.Block body, Expr result, DoubleUnaryOperator exact) {

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarFunction f && f.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
