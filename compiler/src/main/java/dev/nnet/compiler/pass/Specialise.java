package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.op.Ops;
import java.util.function.Predicate;

/**
 * Decides what differs between training and the other programs.
 *
 * <pre>
 * m = in_training(batch_mean, mean)     =>  training: m = batch_mean     else: m = mean
 * </pre>
 */
public final class Specialise implements Pass {
  private final Predicate<String> training;

  /** The same for all layers. */
  public Specialise(boolean training) {
    this(layer -> training);
  }

  /**
   * @param training whether a layer, by its path, is being trained
   */
  public Specialise(Predicate<String> training) {
    this.training = training;
  }

  @Override
  public String name() {
    return "specialise";
  }

  @Override
  public Graph apply(Graph graph) {
    return new DropDead()
        .apply(
            Rewriter.rewrite(
                graph,
                (g, old, operands) ->
                    old.op() == Ops.IN_TRAINING
                        ? operands.get(training.test(old.origin().layer()) ? 0 : 1)
                        : Rewriter.copy(g, old, operands)));
  }
}
