package dev.nnet.runtime.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of comma-separated values with a head line (RFC 4180): cells may be in double quotes, a
 * doubled quote in them stands for one, and quoted cells may hold commas and line ends.
 *
 * <pre>
 *   Csv days = Csv.read(Path.of("seattle-weather.csv"));
 *   float[] highest = days.numbers("temp_max");
 * </pre>
 */
public final class Csv {
  private final String name;
  private final List<List<String>> rows;

  private Csv(String name, List<List<String>> rows) {
    this.name = name;
    this.rows = rows;
  }

  /**
   * Reads a file in UTF-8.
   *
   * @throws IOException if it cannot be read, is empty or has rows of different lengths; the
   *     message names file and line
   */
  public static Csv read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /** The same for a text; {@code name} is for messages. */
  public static Csv parse(String name, String text) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    int line = 1;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line += c == '\n' ? 1 : 0;
      if (c == '"') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        i += doubled ? 1 : 0;
        quoted = doubled || !quoted;
        if (doubled) {
          cell.append('"');
        }
      } else if (quoted || c != ',' && c != '\n') {
        cell.append(c == '\r' && !quoted ? "" : String.valueOf(c));
      } else {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          add(name, rows, row, line - 1);
          row = new ArrayList<>();
        }
      }
    }
    if (quoted) {
      throw new IOException(name + ": a quote is never closed");
    }
    if (!cell.isEmpty() || !row.isEmpty()) {
      row.add(cell.toString());
      add(name, rows, row, line);
    }
    if (rows.isEmpty()) {
      throw new IOException(name + ": no head line");
    }
    return new Csv(name, rows);
  }

  private static void add(String name, List<List<String>> rows, List<String> row, int line)
      throws IOException {
    if (row.size() == 1 && row.get(0).isEmpty()) {
      return; // an empty line
    }
    if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
      throw new IOException(
          name + ":" + line + ": " + row.size() + " cells, the head has " + rows.get(0).size());
    }
    rows.add(row);
  }

  /** Rows without the head. */
  public int size() {
    return rows.size() - 1;
  }

  /**
   * A column as text.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public List<String> column(String column) {
    int at = rows.get(0).indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException(
          name + " has no column '" + column + "'; it has " + String.join(", ", rows.get(0)));
    }
    return rows.subList(1, rows.size()).stream().map(r -> r.get(at)).toList();
  }

  /**
   * A column of numbers.
   *
   * @throws IllegalArgumentException if a cell is no number; the message names its row
   */
  public float[] numbers(String column) {
    List<String> cells = column(column);
    float[] numbers = new float[cells.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Float.parseFloat(cells.get(i).strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            name + ": " + column + " of row " + (i + 1) + " is '" + cells.get(i) + "'", e);
      }
    }
    return numbers;
  }
}
