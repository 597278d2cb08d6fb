package dev.nnet.compiler.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The compile-time arguments of an op, in order of name.
 *
 * <p>Values are {@link Long}, {@link Double}, {@link Boolean}, {@link String} (a word) {@code
 * List<Long>} (a tuple) or {@code List<Double>}.
 */
public record Attributes(Map<String, Object> values) {
  public static final Attributes NONE = new Attributes(Map.of());

  public Attributes {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }

  public static Attributes of(String name, Object value) {
    return NONE.with(name, value);
  }

  public Attributes with(String name, Object value) {
    Map<String, Object> changed = new TreeMap<>(values);
    changed.put(name, value instanceof Integer i ? (Object) i.longValue() : value);
    return new Attributes(changed);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public long integer(String name) {
    return (Long) values.get(name);
  }

  public double number(String name) {
    return ((Number) values.get(name)).doubleValue();
  }

  /** A list of numbers. */
  public List<Double> numbers(String name) {
    return ((List<?>) values.get(name)).stream().map(Double.class::cast).toList();
  }

  public boolean bool(String name) {
    return (Boolean) values.get(name);
  }

  public String word(String name) {
    return (String) values.get(name);
  }

  /** A shape, of an op that a pass made. */
  public Shape shape(String name) {
    return (Shape) values.get(name);
  }

  /** A tuple; a single number counts for each of {@code count} places. */
  public List<Long> integers(String name, int count) {
    Object value = values.get(name);
    if (value instanceof Long one) {
      return java.util.Collections.nCopies(count, one);
    }
    return integers(name);
  }

  /** A tuple of any length; a single number is a tuple of one. */
  public List<Long> integers(String name) {
    Object value = values.get(name);
    return value instanceof Long one
        ? List.of(one)
        : ((List<?>) value).stream().map(Long.class::cast).toList();
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + text(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Attributes::text).collect(Collectors.joining(", ", "(", ")"))
        : value.toString();
  }
}
