package dev.nnet.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the text of {@link SpecWriter}; every deviation is an error that names the line. */
final class SpecReader {
  private final String[] lines;
  private int at;
  private String[] fields;

  SpecReader(String text) {
    this.lines = text.split("\n", -1);
  }

  ModelSpec read() {
    try {
      return file();
    } catch (IllegalArgumentException e) {
      String line = at <= lines.length && at > 0 ? " '" + lines[at - 1] + "'" : "";
      throw new IllegalArgumentException(
          "model spec, line " + at + line + ": " + e.getMessage(), e);
    }
  }

  private ModelSpec file() {
    line("nnet-spec", 1);
    if (!fields[1].equals(SpecWriter.VERSION)) {
      throw new IllegalArgumentException(
          "version " + SpecWriter.VERSION + " expected: compile the network again");
    }
    line("network", 2);
    String network = fields[1];
    String source = fields[2];
    List<ParameterSpec> parameters = new ArrayList<>();
    while (next("param")) {
      line("param", 7);
      parameters.add(
          new ParameterSpec(
              fields[1],
              sizes(2),
              number(3),
              sizes(4),
              flag(fields[5]),
              flag(fields[6]),
              fields[7]));
    }
    line("paramfloats", 1);
    int floats = number(1);
    List<BorderSpec> borders = new ArrayList<>();
    while (next("border")) {
      line("border", 7);
      borders.add(
          new BorderSpec(
              BorderSpec.Kind.valueOf(fields[1]),
              fields[2],
              element(fields[3]),
              number(4),
              sizes(5),
              fields[6],
              fields[7]));
    }
    List<PreprocessSpec> preprocessing = new ArrayList<>();
    while (next("preprocess")) {
      line("preprocess", 3);
      preprocessing.add(new PreprocessSpec(fields[1], sizes(2), List.of(fields[3].split(";", -1))));
    }
    List<NumbersSpec> numbers = new ArrayList<>();
    while (next("numbers")) {
      line("numbers", 3);
      numbers.add(new NumbersSpec(fields[1], words(fields[3]), flag(fields[2])));
    }
    List<TrainSpec> trainings = new ArrayList<>();
    while (next("train")) {
      trainings.add(train());
    }
    if (at != lines.length - 1 || !lines[at].isEmpty()) {
      at++;
      throw new IllegalArgumentException("unexpected line");
    }
    return new ModelSpec(
        network, source, parameters, floats, borders, preprocessing, numbers, trainings);
  }

  private TrainSpec train() {
    line("train", 4);
    String[] train = fields;
    Optional<StretchSpec> stretches = Optional.empty();
    if (next("stretches")) {
      line("stretches", 5);
      ofSection(train[1]);
      stretches = Optional.of(new StretchSpec(fields[2], number(3), sizes(4), sizes(5)));
    }
    List<RowsSpec> rows = new ArrayList<>();
    while (next("rows")) {
      line("rows", 3);
      ofSection(train[1]);
      rows.add(new RowsSpec(fields[2], number(3)));
    }
    List<MetricSpec> metrics = new ArrayList<>();
    while (next("metric")) {
      line("metric", 4);
      ofSection(train[1]);
      metrics.add(new MetricSpec(fields[2], fields[3], sizes(4)));
    }
    return new TrainSpec(
        train[1],
        TrainSettings.parse(train[2]),
        Integer.parseInt(train[3]),
        metrics,
        words(train[4]),
        stretches,
        rows);
  }

  private void ofSection(String section) {
    if (!fields[1].equals(section)) {
      throw new IllegalArgumentException(fields[0] + " of another section");
    }
  }

  private boolean next(String key) {
    return at < lines.length && lines[at].startsWith(key + "\t");
  }

  private void line(String key, int count) {
    boolean right = next(key);
    at++;
    if (!right) {
      throw new IllegalArgumentException("expected '" + key + "'");
    }
    fields = lines[at - 1].split("\t", -1);
    if (fields.length != count + 1) {
      throw new IllegalArgumentException(count + " fields expected, found " + (fields.length - 1));
    }
  }

  private static List<String> words(String field) {
    return field.isEmpty() ? List.of() : List.of(field.split(",", -1));
  }

  private int number(int field) {
    return Integer.parseInt(fields[field]);
  }

  private List<Integer> sizes(int field) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : fields[field].isEmpty() ? new String[0] : fields[field].split(",", -1)) {
      sizes.add(Integer.valueOf(size));
    }
    return sizes;
  }

  private static boolean flag(String word) {
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException("true or false expected, not " + word);
    }
    return word.equals("true");
  }

  private static BorderSpec.Element element(String word) {
    for (BorderSpec.Element element : BorderSpec.Element.values()) {
      if (element.word().equals(word)) {
        return element;
      }
    }
    throw new IllegalArgumentException("unknown element " + word);
  }
}
