package dev.nnet.runtime.data;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of comma-separated values with a head line (RFC 4180): cells may be in double quotes, a
 * doubled quote in them stands for one, and quoted cells may hold commas and line ends. Where the
 * head line has semicolons or tabs and no comma, those separate the cells.
 *
 * <pre>
 *   Csv days = Csv.read(Path.of("seattle-weather.csv"));
 *   float[] highest = days.numbers("temp_max");
 * </pre>
 *
 * Columns as inputs and targets of a network are read by {@link TableReader}.
 */
public final class Csv {
  private final String name;
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();

  private Csv(String name, CsvReader reader) throws IOException {
    this.name = name;
    this.head = reader.head();
    for (List<String> row = reader.next(); row != null; row = reader.next()) {
      rows.add(row);
      lines.add(reader.line());
    }
  }

  /**
   * Reads a file in UTF-8.
   *
   * @throws IOException if it cannot be read, is empty or has rows of different lengths; the
   *     message names file and line
   */
  public static Csv read(Path file) throws IOException {
    Problems problems = new Problems(file.toString());
    try (CsvReader reader = CsvReader.open(file, problems)) {
      Csv csv = new Csv(file.toString(), reader);
      problems.settle(Malformed.REFUSE);
      return csv;
    }
  }

  /** The same for a text; {@code name} is for messages. */
  public static Csv parse(String name, String text) throws IOException {
    Problems problems = new Problems(name);
    Csv csv = new Csv(name, new CsvReader(name, new StringReader(text), problems));
    problems.settle(Malformed.REFUSE);
    return csv;
  }

  /** The names of the columns. */
  public List<String> head() {
    return head;
  }

  /** Rows without the head. */
  public int size() {
    return rows.size();
  }

  /**
   * A column as text.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public List<String> column(String column) {
    int at = head.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException(
          name + " has no column '" + column + "'; it has " + String.join(", ", head));
    }
    return rows.stream().map(r -> r.get(at)).toList();
  }

  /**
   * A column of numbers.
   *
   * @throws IllegalArgumentException if a cell is no finite number; the message names its line
   */
  public float[] numbers(String column) {
    List<String> cells = column(column);
    float[] numbers = new float[cells.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Cell.number(cells.get(i));
      } catch (Cell.Unfit e) {
        throw new IllegalArgumentException(
            name + ":" + lines.get(i) + ": " + column + " " + e.getMessage(), e);
      }
    }
    return numbers;
  }
}
