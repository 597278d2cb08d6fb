package dev.nnet.runtime.train;

import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.text.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * What becomes of the totals of a metric, in double:
 *
 * <pre>
 * sqrt(divide(total(0),total(1)))
 * divide(sum(divide(total(0),maximum(total(1),1))),3)      a total may hold a number for each class
 * </pre>
 *
 * Functions work element by element; one number goes with any.
 */
final class Formula {
  private static final Map<String, DoubleUnaryOperator> ONE =
      Map.of(
          "negate", x -> -x,
          "abs", Math::abs,
          "exp", StrictMath::exp,
          "log", StrictMath::log,
          "sqrt", Math::sqrt);

  private static final Map<String, DoubleBinaryOperator> TWO =
      Map.of(
          "add", (a, b) -> a + b,
          "subtract", (a, b) -> a - b,
          "multiply", (a, b) -> a * b,
          "divide", (a, b) -> a / b,
          "minimum", Math::min,
          "maximum", Math::max,
          "less", (a, b) -> a < b ? 1 : 0,
          "equal", (a, b) -> a == b ? 1 : 0);

  private final Call call;
  private final boolean table;

  Formula(String text) {
    this.call = Call.parse(text);
    this.table = MetricSpec.isTable(text);
  }

  /** The numbers that a formula is about. */
  interface Source {
    /** Sums of a border over all batches. */
    double[] total(int border);

    /** Mean of a border's one number over all examples. */
    double average(int border);

    /** The border's number of each example; null where these are not kept. */
    float[] column(int border);
  }

  /** Whether it is no formula of sums, but a mean that counts for its examples. */
  boolean average() {
    return call.name().equals("average");
  }

  /** Whether it is no figure, but a table. */
  boolean table() {
    return table;
  }

  /** The figure; NaN if it needs columns that are not kept, or is a table. */
  double value(Source source) {
    return table ? Double.NaN : evaluate(call, source)[0];
  }

  /** The rows of a table. */
  List<List<Double>> rows(Source source) {
    double[] all = evaluate(call.positional().get(0), source);
    int columns = Integer.parseInt(call.positional().get(1).toString());
    List<List<Double>> rows = new ArrayList<>();
    for (int from = 0; from < all.length; from += columns) {
      rows.add(Arrays.stream(all, from, from + columns).boxed().toList());
    }
    return rows;
  }

  private static double[] evaluate(Call c, Source source) {
    switch (c.name()) {
      case "total":
        return source.total(number(c));
      case "average":
        return new double[] {source.average(number(c))};
      case "auc":
        float[] scores = source.column(number(c.positional().get(0)));
        float[] truths = source.column(number(c.positional().get(1)));
        return new double[] {scores == null ? Double.NaN : Ranking.auc(scores, truths)};
      default:
        break;
    }
    if (c.positional().isEmpty()) {
      return new double[] {c.asNumber("a formula's constant")};
    }
    double[] a = evaluate(c.positional().get(0), source);
    if (c.positional().size() == 3) {
      double[] yes = evaluate(c.positional().get(1), source);
      return choose(c, a, yes, evaluate(c.positional().get(2), source));
    }
    if (c.positional().size() == 2) {
      return zip(binary(c), a, evaluate(c.positional().get(1), source));
    }
    if (ONE.containsKey(c.name())) {
      return Arrays.stream(a).map(ONE.get(c.name())).toArray();
    }
    return new double[] {reduced(c, a)};
  }

  private static int number(Call reference) {
    return Integer.parseInt(reference.positional().get(0).toString());
  }

  private static DoubleBinaryOperator binary(Call c) {
    if (!TWO.containsKey(c.name())) {
      throw unknown(c);
    }
    return TWO.get(c.name());
  }

  private static double[] choose(Call c, double[] condition, double[] yes, double[] no) {
    if (!c.name().equals("where")) {
      throw unknown(c);
    }
    double[] result = new double[Math.max(condition.length, Math.max(yes.length, no.length))];
    for (int k = 0; k < result.length; k++) {
      result[k] = at(condition, k) != 0 ? at(yes, k) : at(no, k);
    }
    return result;
  }

  private static double at(double[] values, int k) {
    return values[values.length == 1 ? 0 : k];
  }

  private static IllegalArgumentException unknown(Call c) {
    return new IllegalArgumentException("unknown function in a metric: " + c);
  }

  private static double[] zip(DoubleBinaryOperator f, double[] a, double[] b) {
    double[] result = new double[Math.max(a.length, b.length)];
    for (int k = 0; k < result.length; k++) {
      result[k] = f.applyAsDouble(at(a, k), at(b, k));
    }
    return result;
  }

  private static double reduced(Call c, double[] values) {
    return switch (c.name()) {
      case "sum" -> Arrays.stream(values).sum();
      case "mean" -> Arrays.stream(values).sum() / values.length;
      case "max" -> Arrays.stream(values).max().orElseThrow();
      case "min" -> Arrays.stream(values).min().orElseThrow();
      default -> throw unknown(c);
    };
  }
}
