package dev.nnet.compiler.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an op is called in the language: its tensors in order, then its compile-time parameters; or
 * the other way round.
 *
 * <pre>
 * Signature.of("x").with("kernel", Kind.SIZES).with("stride", Kind.SIZES, 1L)
 * </pre>
 *
 * @param parametersFirst as in {@code einsum("bi,oi->bo", x, w)}
 */
public record Signature(List<String> inputs, List<Parameter> parameters, boolean parametersFirst) {
  /** What a parameter accepts. */
  public enum Kind {
    /** A whole number. */
    INT,
    FLOAT,
    BOOL,
    /** A word such as {@code same}. */
    WORD,
    /** A list of numbers. */
    NUMBERS,
    /** A whole number or a tuple of them. */
    SIZES,
    /** A whole number, a tuple, or one of the words same, same_upper, valid. */
    PADDING,
    /** An axis or a tuple of axes: numbers, negative allowed, or dimension names. */
    AXES,
    /** The same, counted in the result, which has these axes more. */
    NEW_AXES
  }

  /** A parameter; {@code fallback} is null where it must be given. */
  public record Parameter(String name, Kind kind, Object fallback) {}

  /** The fallback of a parameter that may be left out and then is no attribute at all. */
  public static final Object ABSENT = "absent";

  public Signature {
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
  }

  public static Signature of(String... inputs) {
    return new Signature(List.of(inputs), List.of(), false);
  }

  /** This signature with one more parameter that must be given. */
  public Signature with(String name, Kind kind) {
    return with(name, kind, null);
  }

  /** This signature with one more parameter. */
  public Signature with(String name, Kind kind, Object fallback) {
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(new Parameter(name, kind, fallback));
    return new Signature(inputs, more, parametersFirst);
  }

  /** This signature with its parameters in front of its tensors. */
  public Signature reversed() {
    return new Signature(inputs, parameters, !parametersFirst);
  }

  /** What a call may give, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>(inputs);
    List<String> given = parameters.stream().map(Parameter::name).toList();
    names.addAll(parametersFirst ? 0 : names.size(), given);
    return names;
  }

  public Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
