package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Expression;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * What a parameter of a network may be in a search:
 *
 * <pre>
 * activation in [relu, tanh]
 * units      in uniform(16, 128)
 * rate       in log_uniform(1e-4, 1e-1)
 * </pre>
 */
public sealed interface Range {
  /** The parameter. */
  String name();

  /**
   * The value at a place of the range, from its beginning, 0, to its end, 1.
   *
   * @param place at least 0, below 1; each part of a range is as likely as any other of its length
   */
  Setting at(double place);

  /**
   * The value of a parameter in a trial.
   *
   * @param text as a text would have it
   */
  record Setting(String text, Expression value) {}

  /** Values that are listed, all equally likely. */
  record Choice(String name, List<Expression> values) implements Range {
    @Override
    public Setting at(double place) {
      Expression value = values.get((int) (place * values.size()));
      return new Setting(value.span().text(), value);
    }
  }

  /**
   * Numbers from {@code low} to {@code high}, both included.
   *
   * @param log whether their logarithms are equally likely, not they themselves
   * @param whole whether only whole numbers are meant; others have four digits that count, so that
   *     what a trial was given can be written down
   */
  record Numbers(String name, Span span, double low, double high, boolean log, boolean whole)
      implements Range {
    private static final MathContext DIGITS = new MathContext(4);

    /** Below this, a text has an exponent. */
    private static final double PLAIN = 1e-3;

    @Override
    public Setting at(double place) {
      double end = whole ? high + 1 : high;
      double drawn = log ? low * StrictMath.pow(end / low, place) : low + place * (end - low);
      if (whole) {
        long value = (long) Math.max(low, Math.min(high, Math.floor(drawn)));
        return new Setting(Long.toString(value), new Expression.Whole(span, value));
      }
      double rounded = new BigDecimal(drawn).round(DIGITS).doubleValue();
      double value = Math.max(low, Math.min(high, rounded));
      return new Setting(text(value), new Expression.Real(span, value));
    }

    private static String text(double value) {
      boolean plain = value == 0 || Math.abs(value) >= PLAIN && Math.abs(value) < 1e7;
      String text =
          plain
              ? new BigDecimal(Double.toString(value)).toPlainString()
              : Double.toString(value).toLowerCase(Locale.ROOT);
      return text.contains(".") || text.contains("e") ? text : text + ".0";
    }
  }
}
