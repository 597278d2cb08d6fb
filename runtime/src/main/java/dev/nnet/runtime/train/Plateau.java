package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * Cuts the rate when the loss has stopped falling: {@code plateau(lr, factor=0.1, patience=10,
 * threshold=1e-4, least=0)}. What is watched is the loss of validation after each epoch, or of
 * training where there is none. The rules are those of PyTorch's ReduceLROnPlateau.
 *
 * @param factor of the rate, after more than {@code patience} epochs in a row without a better loss
 * @param threshold a loss is better below (1 - threshold) times the best so far
 * @param least rate that it is cut to
 */
record Plateau(double lr, double factor, int patience, double threshold, double least)
    implements Schedule {
  static Schedule of(Call call) {
    Call bound = call.bind("lr", "factor", "patience", "threshold", "least", "warmup");
    double lr = Schedule.positive(bound.number("lr"));
    double patience = Optimizer.number(bound, "patience", 10, 0, 1e9);
    return WarmUp.of(
        bound,
        lr,
        new Plateau(
            lr,
            Optimizer.number(bound, "factor", 0.1, 0, 1),
            (int) patience,
            Optimizer.number(bound, "threshold", 1e-4, 0, 1),
            Optimizer.number(bound, "least", 0, 0, Double.POSITIVE_INFINITY)));
  }

  @Override
  public double rate(long step, long stepsPerEpoch, int epochs) {
    return lr;
  }

  @Override
  public Plateau plateau() {
    return this;
  }

  /**
   * What it has seen.
   *
   * @param cut the product of all factors so far
   * @param flat epochs since the best loss, or since the last cut
   * @param best loss so far
   */
  record Seen(double cut, int flat, double best) {
    static final Seen NOTHING = new Seen(1, 0, Double.POSITIVE_INFINITY);

    /** The state after one more epoch. */
    Seen next(Plateau plateau, double loss) {
      if (loss < best * (1 - plateau.threshold)) {
        return new Seen(cut, 0, loss);
      }
      if (flat < plateau.patience) {
        return new Seen(cut, flat + 1, best);
      }
      double least = plateau.lr == 0 ? 0 : Math.min(cut, plateau.least / plateau.lr);
      return new Seen(Math.max(least, cut * plateau.factor), 0, best);
    }

    /** The state, exactly. */
    String text() {
      return Double.toHexString(cut) + " " + flat + " " + Double.toHexString(best);
    }

    /** Reads what {@link #text} gave. */
    static Seen parse(String text) {
      String[] words = text.split(" ");
      try {
        if (words.length == 3) {
          return new Seen(
              Double.parseDouble(words[0]),
              Integer.parseInt(words[1]),
              Double.parseDouble(words[2]));
        }
      } catch (NumberFormatException e) {
        // reported below
      }
      throw new IllegalArgumentException("plateau is '" + text + "'");
    }
  }
}
