package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.TrainSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loss and metrics over many batches. The loss is a batch's mean weighted by its examples, so that
 * a last, smaller batch counts for what it is; metrics are worked out from sums.
 */
final class Totals {
  private final TrainSpec spec;
  private final Formula[] formulas;

  /** The sums of each metric's borders, of a mean weighted by examples; null for a column. */
  private final double[][][] sums;

  /** The numbers of each metric's columns; null unless columns are kept, and for what is none. */
  private final float[][][] columns;

  private double loss;
  private long examples;

  /**
   * @param known all borders of the network
   * @param columns how many examples to keep columns of; 0 where programs do not compute them
   */
  Totals(TrainSpec spec, List<BorderSpec> known, int columns) {
    this.spec = spec;
    int metrics = spec.metrics().size();
    this.formulas = new Formula[metrics];
    this.sums = new double[metrics][][];
    this.columns = new float[metrics][][];
    for (int m = 0; m < metrics; m++) {
      MetricSpec metric = spec.metrics().get(m);
      List<Integer> borders = metric.borders();
      formulas[m] = new Formula(metric.formula());
      sums[m] = new double[borders.size()][];
      this.columns[m] = new float[borders.size()][];
      for (int k = 0; k < borders.size(); k++) {
        BorderSpec border = known.get(borders.get(k));
        if (!border.perExample()) {
          sums[m][k] = new double[border.valuesPerExample()];
        } else if (columns > 0) {
          this.columns[m][k] = new float[columns];
        }
      }
    }
  }

  /** Adds what a run over a batch left in the borders. */
  void add(Memory memory, int batch) {
    loss += (double) batch * memory.floats[spec.lossBorder()][0];
    for (int m = 0; m < sums.length; m++) {
      List<Integer> borders = spec.metrics().get(m).borders();
      for (int k = 0; k < borders.size(); k++) {
        float[] found = memory.floats[borders.get(k)];
        if (columns[m][k] != null) {
          System.arraycopy(found, 0, columns[m][k], (int) examples, batch);
        } else if (sums[m][k] != null) {
          double weight = formulas[m].average() ? batch : 1;
          for (int j = 0; j < sums[m][k].length; j++) {
            sums[m][k][j] += weight * found[j];
          }
        }
      }
    }
    examples += batch;
  }

  void clear() {
    loss = 0;
    examples = 0;
    for (double[][] metric : sums) {
      for (double[] sum : metric) {
        if (sum != null) {
          Arrays.fill(sum, 0);
        }
      }
    }
  }

  /** Examples since {@link #clear}. */
  long examples() {
    return examples;
  }

  /** Mean loss so far. */
  double loss() {
    return loss / examples;
  }

  /** The m-th metric so far; NaN if it is a table, or needs columns and none are kept. */
  double metric(int m) {
    return formulas[m].value(source(m));
  }

  private Formula.Source source(int m) {
    return new Formula.Source() {
      @Override
      public double[] total(int border) {
        return sums[m][border];
      }

      @Override
      public double average(int border) {
        return sums[m][border][0] / examples;
      }

      @Override
      public float[] column(int border) {
        float[] column = columns[m][border];
        return column == null ? null : Arrays.copyOf(column, (int) examples);
      }
    };
  }

  Metrics mean() {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, List<List<Double>>> tables = new LinkedHashMap<>();
    for (int m = 0; m < formulas.length; m++) {
      String name = spec.metrics().get(m).name();
      if (formulas[m].table()) {
        tables.put(name, formulas[m].rows(source(m)));
      } else {
        values.put(name, metric(m));
      }
    }
    return new Metrics(loss(), values, tables);
  }

  /** The state, exactly; without columns. */
  String text() {
    StringBuilder text = new StringBuilder(examples + " " + Double.toHexString(loss));
    for (double[][] metric : sums) {
      for (double[] sum : metric) {
        for (int j = 0; sum != null && j < sum.length; j++) {
          text.append(' ').append(Double.toHexString(sum[j]));
        }
      }
    }
    return text.toString();
  }

  /** Restores what {@link #text} gave. */
  void restore(String text) {
    String[] words = text.split(" ");
    int expected = 2;
    for (double[][] metric : sums) {
      for (double[] sum : metric) {
        expected += sum == null ? 0 : sum.length;
      }
    }
    if (words.length != expected) {
      throw new IllegalArgumentException(expected - 1 + " sums expected, found '" + text + "'");
    }
    try {
      examples = Long.parseLong(words[0]);
      loss = Double.parseDouble(words[1]);
      int at = 2;
      for (double[][] metric : sums) {
        for (double[] sum : metric) {
          for (int j = 0; sum != null && j < sum.length; j++) {
            sum[j] = Double.parseDouble(words[at++]);
          }
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("totals is '" + text + "'", e);
    }
    if (examples < 0) {
      throw new IllegalArgumentException("totals is '" + text + "'");
    }
  }
}
