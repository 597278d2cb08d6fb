package dev.nnet.cli.report;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Element;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The output that scores classes, and the target that says which is right.
 *
 * @param label {@code index<n>}, one for an example
 * @param output n numbers for an example
 */
public record Scores(BorderSpec label, BorderSpec output) {

  /** The only pair that fits; nothing for a network that does not classify. */
  public static Optional<Scores> of(ModelSpec spec) {
    List<Scores> found = new ArrayList<>();
    for (BorderSpec label : spec.borders()) {
      for (BorderSpec output : spec.borders()) {
        boolean pair = label.kind() == Kind.TARGET && output.kind() == Kind.OUTPUT;
        boolean index = label.element() == Element.INDEX && label.dims().isEmpty();
        if (pair
            && index
            && output.element() == Element.F32
            && output.dims().equals(List.of(label.bound()))) {
          found.add(new Scores(label, output));
        }
      }
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** The class with the highest score; the first of several. */
  public static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** The probability of each class: softmax. */
  public static double[] shares(float[] scores) {
    double[] shares = new double[scores.length];
    double sum = 0;
    float most = scores[best(scores)];
    for (int i = 0; i < scores.length; i++) {
      shares[i] = Math.exp(scores[i] - most);
      sum += shares[i];
    }
    for (int i = 0; i < scores.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
