package dev.nnet.runtime.data;

/**
 * Examples in two parts that have none in common: most to learn from, some to judge by.
 *
 * <pre>
 *   Holdout parts = Holdout.of(all, 0.1, 42);
 *   trainer.fit(parts.rest(), parts.kept());
 * </pre>
 */
public record Holdout(Dataset rest, Dataset kept) {

  /**
   * Keeps a share of the examples back, which seed and number of examples decide.
   *
   * @param share 0 to 1
   */
  public static Holdout of(Dataset all, double share, long seed) {
    return new Holdout(all.part(0, 1 - share, seed), all.part(1 - share, 1, seed));
  }
}
