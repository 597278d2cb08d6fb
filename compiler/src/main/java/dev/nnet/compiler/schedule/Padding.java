package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Evaluator;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Var;

/**
 * Whether a nest run over the padding of the innermost dimension writes zeros there, given that the
 * padding of what it reads is zero: true of tanh and of sums of products, not of exp.
 */
final class Padding {
  private static final double[] SAMPLES = {1.5, -2.25, 0.0};

  private Padding() {}

  static boolean staysZero(Cluster cluster, Axis lane, long from, long to) {
    for (double sample : SAMPLES) {
      for (long place = from; place < to; place++) {
        if (element(cluster.definition(), lane.var(), place, sample) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The result at a place in the padding, where all other reads give {@code sample}. */
  private static double element(Definition d, Var lane, long place, double sample) {
    Evaluator evaluator = new Evaluator(true, new PaddingReads(lane, place, sample));
    if (d.reduces()) {
      evaluator.set(d.accumulator(), evaluator.evaluate(d.initial()));
      evaluator.set(d.accumulator(), evaluator.evaluate(d.update()));
      evaluator.set(d.accumulator(), evaluator.evaluate(d.update()));
    }
    return evaluator.evaluate(d.result());
  }

  private record PaddingReads(Var lane, long place, double sample)
      implements Evaluator.Environment {
    @Override
    public double load(Expr.Load load) {
      throw new IllegalStateException("definitions load nothing");
    }

    @Override
    public double access(Expr.Access access) {
      boolean padding = access.coordinates().stream().anyMatch(c -> c.numerator().uses(lane));
      return padding ? 0 : sample;
    }

    @Override
    public long variable(Var var) {
      return var == lane ? place : 0;
    }

    @Override
    public long batch() {
      return 3;
    }
  }
}
