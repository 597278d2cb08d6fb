package dev.nnet.runtime;

import java.util.List;
import java.util.Objects;

/**
 * A figure computed beside the loss, exact over any number of batches: what programs sum over the
 * examples of a batch is added up, and the rest of its formula is worked out from the totals.
 *
 * <pre>
 * accuracy   divide(total(0),total(1))           right answers, answers
 * rmse       sqrt(divide(total(0),total(1)))     squares of errors, errors
 * auc        auc(column(0),column(1))            all scores, all truths: evaluation only
 * mine       average(0)                          a mean that is no formula of sums
 * confusion  table(total(0),10)                  a table of ten columns
 * </pre>
 *
 * @param name as users see it, {@code accuracy}
 * @param formula in call notation, see {@code dev.nnet.runtime.train.Formula}
 * @param borders indices of the METRIC and COLUMN borders that its numbers mean
 */
public record MetricSpec(String name, String formula, List<Integer> borders) {
  private static final String TABLE = "table";

  public MetricSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(formula);
    borders = List.copyOf(borders);
  }

  /** The formula of a table whose numbers, row by row, are those of a formula. */
  public static String table(String formula, long columns) {
    return TABLE + "(" + formula + "," + columns + ")";
  }

  /** Whether a formula is one of a table. */
  public static boolean isTable(String formula) {
    return formula.startsWith(TABLE + "(");
  }
}
