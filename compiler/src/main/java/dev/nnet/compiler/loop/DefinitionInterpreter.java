package dev.nnet.compiler.loop;

import dev.nnet.compiler.loop.Definition.Axis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs an op's definition over dense row-major tensors: the definition of truth that everything
 * downstream is held to.
 */
public final class DefinitionInterpreter implements Evaluator.Environment {
  /** A dense row-major tensor. */
  public record Dense(double[] data, long[] shape) {
    long offset(long[] at) {
      long offset = 0;
      for (int i = 0; i < shape.length; i++) {
        offset = offset * shape[i] + at[i];
      }
      return offset;
    }
  }

  private final Definition definition;
  private final List<Dense> operands;
  private final Dense result;
  private final long batch;
  private final Evaluator evaluator;
  private final Map<Var, Long> variables = new HashMap<>();

  private DefinitionInterpreter(
      boolean single, Definition definition, List<Dense> operands, Dense result, long batch) {
    this.definition = definition;
    this.operands = operands;
    this.result = result;
    this.batch = batch;
    this.evaluator = new Evaluator(single, this);
  }

  /** Computes every element of {@code result}; in float arithmetic if {@code single}. */
  public static void run(
      boolean single, Definition definition, List<Dense> operands, Dense result, long batch) {
    new DefinitionInterpreter(single, definition, operands, result, batch).axis(0);
  }

  private void axis(int depth) {
    if (depth == definition.axes().size()) {
      element();
      return;
    }
    Axis axis = definition.axes().get(depth);
    long size = axis.extent().size(batch);
    for (long i = 0; i < size; i++) {
      variables.put(axis.var(), i);
      axis(depth + 1);
    }
  }

  private void element() {
    if (definition.reduces()) {
      evaluator.set(definition.accumulator(), evaluator.evaluate(definition.initial()));
      reduce(0);
    }
    long[] at = new long[definition.coordinates().size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = definition.coordinates().get(i).evaluate(variables::get);
    }
    result.data[(int) result.offset(at)] = evaluator.evaluate(definition.result());
  }

  private void reduce(int depth) {
    if (depth == definition.reduced().size()) {
      evaluator.set(definition.accumulator(), evaluator.evaluate(definition.update()));
      return;
    }
    Axis axis = definition.reduced().get(depth);
    long size = axis.extent().size(batch);
    for (long i = 0; i < size; i++) {
      variables.put(axis.var(), i);
      reduce(depth + 1);
    }
  }

  @Override
  public double load(Expr.Load load) {
    throw new IllegalStateException("definitions load nothing");
  }

  @Override
  public double access(Expr.Access access) {
    Dense operand = operands.get(access.operand());
    long[] at = new long[operand.shape.length];
    for (int i = 0; i < at.length; i++) {
      Expr.Coordinate c = access.coordinates().get(i);
      long numerator = c.numerator().evaluate(variables::get);
      if (i == 0 && access.row() != null) {
        numerator += (long) evaluator.evaluate(access.row());
      }
      long coordinate = Math.floorDiv(numerator, c.divisor());
      if (coordinate * c.divisor() != numerator
          || coordinate < 0
          || coordinate >= operand.shape[i]) {
        return access.outside();
      }
      at[i] = coordinate;
    }
    return operand.data[(int) operand.offset(at)];
  }

  @Override
  public long variable(Var var) {
    return variables.get(var);
  }

  @Override
  public long batch() {
    return batch;
  }
}
