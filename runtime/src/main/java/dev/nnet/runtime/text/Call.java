package dev.nnet.runtime.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A name with arguments, as in {@code sgd(lr=cosine(0.05, warmup=1), momentum=0.9)}.
 *
 * <p>An argument is a call again; a number or a word is a call without arguments, a list {@code [1,
 * 2]} is a call named {@value #LIST} with positional arguments. {@link #bind} turns positional
 * arguments into named ones and rejects what the callee does not know.
 *
 * @param name the callee, number or word as written
 * @param positional arguments without a name, all before the named ones
 * @param named arguments with a name, in order of text
 */
public record Call(String name, List<Call> positional, Map<String, Call> named) {
  /** The name of a list value. */
  public static final String LIST = "[]";

  public Call {
    Objects.requireNonNull(name);
    positional = List.copyOf(positional);
    named = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }

  /**
   * Reads one call.
   *
   * @throws IllegalArgumentException if the text is not exactly one call; the message shows the
   *     text and the column
   */
  public static Call parse(String text) {
    return new CallReader(text).read();
  }

  /**
   * The same call with every argument named: the k-th positional one is called {@code
   * parameters[k]}.
   *
   * @throws IllegalArgumentException for an argument that is unknown, given twice, or one too many
   */
  public Call bind(String... parameters) {
    if (positional.size() > parameters.length) {
      throw new IllegalArgumentException(
          name + " takes at most " + parameters.length + " arguments: " + this);
    }
    Map<String, Call> all = new LinkedHashMap<>();
    for (int k = 0; k < positional.size(); k++) {
      all.put(parameters[k], positional.get(k));
    }
    List<String> known = List.of(parameters);
    for (Map.Entry<String, Call> given : named.entrySet()) {
      String key = given.getKey();
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            name + " has no argument '" + key + "'; it has " + String.join(", ", known));
      }
      if (all.put(key, given.getValue()) != null) {
        throw new IllegalArgumentException("'" + key + "' is given twice: " + this);
      }
    }
    return new Call(name, List.of(), all);
  }

  /** Whether the named argument is given. */
  public boolean has(String key) {
    return named.containsKey(key);
  }

  /**
   * The named argument.
   *
   * @throws IllegalArgumentException if it is missing
   */
  public Call argument(String key) {
    Call value = named.get(key);
    if (value == null) {
      throw new IllegalArgumentException(name + " needs '" + key + "': " + this);
    }
    return value;
  }

  /** The named argument as a finite number. */
  public double number(String key) {
    return argument(key).asNumber(name + ": " + key);
  }

  /** The named argument as a finite number, or {@code otherwise} if it is not given. */
  public double number(String key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /** The named argument as {@code true} or {@code false}, or {@code otherwise}. */
  public boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    String word = argument(key).toString();
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException(name + ": " + key + " is true or false, not " + word);
    }
    return word.equals("true");
  }

  /** The named argument as numbers: a list, or one number. */
  public List<Double> numbers(String key) {
    Call value = argument(key);
    List<Call> items = value.name.equals(LIST) ? value.positional : List.of(value);
    List<Double> numbers = new ArrayList<>();
    for (Call item : items) {
      numbers.add(item.asNumber(name + ": " + key));
    }
    return numbers;
  }

  /** This value as a finite number; {@code what} begins the message if it is none. */
  public double asNumber(String what) {
    try {
      double value = Double.parseDouble(toString());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below: the message is the same for 'x' and for 1e999
    }
    throw new IllegalArgumentException(what + " is a number, not " + this);
  }

  /** The same call with its first argument, which is called {@code key}, replaced. */
  public Call withFirst(String key, Call value) {
    Map<String, Call> others = new LinkedHashMap<>(named);
    if (positional.isEmpty()) {
      others.put(key, value);
      return new Call(name, positional, others);
    }
    List<Call> values = new ArrayList<>(positional);
    values.set(0, value);
    return new Call(name, values, named);
  }

  /** The text; {@code parse(c.toString())} equals {@code c}. */
  @Override
  public String toString() {
    if (positional.isEmpty() && named.isEmpty() && !name.equals(LIST)) {
      return name;
    }
    List<String> parts = new ArrayList<>();
    for (Call value : positional) {
      parts.add(value.toString());
    }
    for (Map.Entry<String, Call> value : named.entrySet()) {
      parts.add(value.getKey() + "=" + value.getValue());
    }
    String inside = String.join(",", parts);
    return name.equals(LIST) ? "[" + inside + "]" : name + "(" + inside + ")";
  }
}
