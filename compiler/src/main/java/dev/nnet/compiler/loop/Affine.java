package dev.nnet.compiler.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * An integer linear in the loop variables: {@code 30*y + x + 7}.
 *
 * <p>{@code terms} holds no zero coefficients, in order of first use.
 */
public record Affine(Map<Var, Long> terms, long constant) {
  public static final Affine ZERO = new Affine(Map.of(), 0);

  public static Affine of(long constant) {
    return new Affine(Map.of(), constant);
  }

  public static Affine of(Var var) {
    return new Affine(Map.of(var, 1L), 0);
  }

  public Affine plus(Affine other) {
    Map<Var, Long> sum = new LinkedHashMap<>(terms);
    other.terms.forEach((v, c) -> sum.merge(v, c, Long::sum));
    sum.values().removeIf(c -> c == 0);
    return new Affine(sum, constant + other.constant);
  }

  public Affine plus(long offset) {
    return offset == 0 ? this : new Affine(terms, constant + offset);
  }

  public Affine times(long factor) {
    if (factor == 0) {
      return ZERO;
    }
    Map<Var, Long> scaled = new LinkedHashMap<>();
    terms.forEach((v, c) -> scaled.put(v, c * factor));
    return new Affine(scaled, constant * factor);
  }

  /** The coefficient of a variable; 0 if it does not occur. */
  public long coefficient(Var var) {
    return terms.getOrDefault(var, 0L);
  }

  public boolean uses(Var var) {
    return terms.containsKey(var);
  }

  /** This value with {@code var} replaced. */
  public Affine substitute(Var var, Affine by) {
    long c = coefficient(var);
    if (c == 0) {
      return this;
    }
    return plus(new Affine(Map.of(var, -c), 0)).plus(by.times(c));
  }

  public long evaluate(ToLongFunction<Var> environment) {
    long sum = constant;
    for (Map.Entry<Var, Long> term : terms.entrySet()) {
      sum += term.getValue() * environment.applyAsLong(term.getKey());
    }
    return sum;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    terms.forEach(
        (v, c) -> {
          text.append(c < 0 ? (text.isEmpty() ? "-" : " - ") : (text.isEmpty() ? "" : " + "));
          text.append(Math.abs(c) == 1 ? v.name() : factor(Math.abs(c)) + "*" + v.name());
        });
    if (constant != 0 || text.isEmpty()) {
      text.append(constant < 0 ? (text.isEmpty() ? "-" : " - ") : (text.isEmpty() ? "" : " + "));
      text.append(Capacity.text(Math.abs(constant)));
    }
    return text.toString();
  }

  private static String factor(long c) {
    String text = Capacity.text(c);
    return text.contains(" ") ? "(" + text + ")" : text;
  }
}
