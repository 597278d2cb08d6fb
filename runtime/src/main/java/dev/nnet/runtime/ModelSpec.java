package dev.nnet.runtime;

import dev.nnet.runtime.image.Draws;
import dev.nnet.runtime.image.PictureSize;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything the runtime must know of a network besides its code: the layout of its parameters, its
 * borders, its preprocessing and its training settings.
 *
 * <p>The compiler builds one and keeps {@link #toText()} as a string constant; {@code
 * parse(s.toText())} equals {@code s}.
 *
 * @param network the network's name
 * @param source file name of the text, for messages
 * @param parameters in order of their offsets
 * @param parameterFloats length of the physical parameter array, gaps and tail padding included
 * @param borders by index, as in {@link Memory#floats}
 * @param preprocessing at most one per input
 * @param numbers what the text says of inputs and targets of numbers
 * @param trainings one per {@code train} section
 */
public record ModelSpec(
    String network,
    String source,
    List<ParameterSpec> parameters,
    int parameterFloats,
    List<BorderSpec> borders,
    List<PreprocessSpec> preprocessing,
    List<NumbersSpec> numbers,
    List<TrainSpec> trainings) {

  /**
   * @throws IllegalArgumentException for a name given twice, a parameter that overlaps the one
   *     before or leaves the array, or an index that names no border of its kind
   */
  public ModelSpec {
    Objects.requireNonNull(network);
    Objects.requireNonNull(source);
    parameters = List.copyOf(parameters);
    borders = List.copyOf(borders);
    preprocessing = List.copyOf(preprocessing);
    numbers = List.copyOf(numbers);
    trainings = List.copyOf(trainings);
    int end = 0;
    Set<String> names = new HashSet<>();
    for (ParameterSpec parameter : parameters) {
      check(names.add("parameter " + parameter.path()), parameter.path() + " is given twice");
      check(parameter.offset() >= end, parameter.path() + " overlaps the parameter before it");
      end = parameter.end();
    }
    check(end <= parameterFloats, "parameters end at " + end + " of " + parameterFloats);
    for (BorderSpec border : borders) {
      check(names.add("border " + border.name()), border.name() + " is given twice");
    }
    for (PreprocessSpec preprocess : preprocessing) {
      check(names.add("preprocess " + preprocess.border()), preprocess.border() + " twice");
      check(taken(borders, preprocess), "preprocess " + preprocess.border() + " fits no f32 input");
    }
    for (NumbersSpec spec : numbers) {
      check(names.add("preprocess " + spec.border()), "preprocess " + spec.border() + " twice");
      check(
          borders.stream().anyMatch(spec::fits),
          "preprocess " + spec.border() + " fits no input or target");
    }
    for (TrainSpec train : trainings) {
      check(names.add("train " + train.section()), "train '" + train.section() + "' twice");
      for (String path : train.frozen()) {
        check(names.contains("parameter " + path), "train: no parameter " + path);
      }
      checkKind(borders, train.lossBorder(), BorderSpec.Kind.LOSS);
      for (RowsSpec table : train.rows()) {
        checkRows(parameters, borders, table);
      }
      if (train.stretches().isPresent()) {
        checkStretches(borders, train.stretches().get());
      }
      for (MetricSpec metric : train.metrics()) {
        for (int border : metric.borders()) {
          boolean column =
              border >= 0 && border < borders.size() && borders.get(border).perExample();
          checkKind(borders, border, column ? BorderSpec.Kind.COLUMN : BorderSpec.Kind.METRIC);
        }
      }
    }
  }

  private static void checkRows(
      List<ParameterSpec> parameters, List<BorderSpec> borders, RowsSpec table) {
    boolean index = table.border() >= 0 && table.border() < borders.size();
    BorderSpec border = index ? borders.get(table.border()) : null;
    check(
        index && border.element() == BorderSpec.Element.INDEX,
        "rows of " + table.path() + ": border " + table.border() + " is no index");
    check(
        parameters.stream()
            .filter(p -> p.path().equals(table.path()) && p.dims().size() == 2)
            .anyMatch(p -> p.dims().get(0) == border.bound() && p.strides().get(1) == 1),
        "rows of " + table.path() + ": no table of " + border.bound());
  }

  private static void checkStretches(List<BorderSpec> borders, StretchSpec stretches) {
    check(
        borders.stream().anyMatch(b -> b.counts() && b.name().equals(stretches.sequence())),
        "no sequence " + stretches.sequence());
    for (int k = 0; k < stretches.held().size(); k++) {
      checkKind(borders, stretches.held().get(k), BorderSpec.Kind.HELD);
      checkKind(borders, stretches.left().get(k), BorderSpec.Kind.LEFT);
      check(
          borders
              .get(stretches.held().get(k))
              .dims()
              .equals(borders.get(stretches.left().get(k)).dims()),
          "what is held is not what is left");
    }
  }

  private static boolean taken(List<BorderSpec> borders, PreprocessSpec preprocess) {
    PictureSize picture = preprocess.result();
    List<Integer> tensor = List.of(picture.channels(), picture.height(), picture.width());
    for (BorderSpec border : borders) {
      if (border.name().equals(preprocess.border())) {
        return border.kind() == BorderSpec.Kind.INPUT
            && border.element() == BorderSpec.Element.F32
            && border.dims().equals(tensor);
      }
    }
    return false;
  }

  private static void checkKind(List<BorderSpec> borders, int border, BorderSpec.Kind kind) {
    check(
        border >= 0 && border < borders.size() && borders.get(border).kind() == kind,
        "border " + border + " is no " + kind);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("model spec: " + otherwise);
    }
  }

  /** Reads what {@link #toText()} wrote; strict. */
  public static ModelSpec parse(String text) {
    return new SpecReader(text).read();
  }

  /** One line per fact, fields separated by tabs. */
  public String toText() {
    return SpecWriter.write(this);
  }

  /** All borders of a kind, in order. */
  public List<BorderSpec> bordersOf(BorderSpec.Kind kind) {
    return borders.stream().filter(b -> b.kind() == kind).toList();
  }

  /** The indices of all borders of a kind, in order. */
  public int[] borders(BorderSpec.Kind kind) {
    int[] found = new int[borders.size()];
    int count = 0;
    for (int k = 0; k < found.length; k++) {
      if (borders.get(k).kind() == kind) {
        found[count++] = k;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The indices of the borders that say how many steps examples have, in order. */
  public int[] lengths() {
    return java.util.stream.IntStream.range(0, borders.size())
        .filter(k -> borders.get(k).counts())
        .toArray();
  }

  /** Index of the border of this name. */
  public int border(String name) {
    for (int k = 0; k < borders.size(); k++) {
      if (borders.get(k).name().equals(name)) {
        return k;
      }
    }
    throw new IllegalArgumentException(
        network
            + " has no '"
            + name
            + "'; it has "
            + String.join(", ", borders.stream().map(BorderSpec::name).toList()));
  }

  /** The parameter of this path. */
  public ParameterSpec parameter(String path) {
    return parameters.stream()
        .filter(p -> p.path().equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    network
                        + " has no weights '"
                        + path
                        + "'; it has "
                        + String.join(
                            ", ", parameters.stream().map(ParameterSpec::path).toList())));
  }

  /** The {@code train} section of this name. */
  public TrainSpec train(String section) {
    return trainings.stream()
        .filter(t -> t.section().equals(section))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    network
                        + (section.isEmpty() ? " has no train section" : " has no train " + section)
                        + "; it has "
                        + trainings.stream().map(t -> "'" + t.section() + "'").toList()));
  }

  /**
   * The values of an input after its {@code preprocess} as it is in inference, for data prepared
   * ahead.
   *
   * @throws IllegalArgumentException if the input has none, if it needs what was learned from data,
   *     or if the image has another size
   */
  public float[] preprocess(String input, Image image) {
    PreprocessSpec spec =
        preprocessing.stream()
            .filter(p -> p.border().equals(input) && p.standardization().isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        network + ": no preprocess of " + input + " that needs no weights"));
    try {
      return new Preprocessor(spec).values(image, Draws.NONE);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(network + ": " + e.getMessage(), e);
    }
  }

  /** The columns of a table that a border takes; empty if the text does not say. */
  public List<String> columns(String border) {
    return numbers.stream()
        .filter(n -> n.border().equals(border))
        .findFirst()
        .map(NumbersSpec::columns)
        .orElse(List.of());
  }

  /** The inputs whose mean and deviation are learned. */
  public List<Standardization> standardizations() {
    return Stream.concat(
            preprocessing.stream().map(PreprocessSpec::standardization),
            numbers.stream().map(n -> n.standardization(borders.get(border(n.border())))))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Channels of the pictures that an input's {@code preprocess} takes; 1 without one. */
  public int channels(BorderSpec input) {
    return preprocessing.stream()
        .filter(p -> p.border().equals(input.name()))
        .findFirst()
        .map(PreprocessSpec::channels)
        .orElse(1);
  }

  /** Logical trained parameters, as papers count them. */
  public long parameterCount() {
    return parameters.stream().filter(ParameterSpec::trained).mapToLong(ParameterSpec::count).sum();
  }

  /**
   * SHA-256 of the structure in hexadecimal: paths and shapes of the parameters, and {@link
   * #interfaceText()}. Physical layout, initialisers and training settings do not count.
   */
  public String hash() {
    StringBuilder text = new StringBuilder();
    parameters.stream()
        .sorted(java.util.Comparator.comparing(ParameterSpec::path))
        .forEach(p -> text.append(p.path()).append(' ').append(p.dims()).append('\n'));
    text.append(interfaceText());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Inputs and outputs as the language writes them: {@code input image: f32[B, 1, 28, 28]; ..},
   * with the columns of a table that an input is.
   */
  public String interfaceText() {
    return String.join(
        "; ",
        borders.stream()
            .filter(b -> b.kind() == BorderSpec.Kind.INPUT || b.kind() == BorderSpec.Kind.OUTPUT)
            .map(
                b ->
                    b.kind().name().toLowerCase(java.util.Locale.ROOT)
                        + " "
                        + b.name()
                        + ": "
                        + b.type()
                        + (columns(b.name()).isEmpty() ? "" : " from " + columns(b.name())))
            .toList());
  }
}
