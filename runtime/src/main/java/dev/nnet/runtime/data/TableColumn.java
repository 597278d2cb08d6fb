package dev.nnet.runtime.data;

import dev.nnet.runtime.BorderSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The values of one border, cell by cell. */
final class TableColumn {
  private final BorderSpec border;
  private final List<String> columns;
  private final int[] places;
  private final List<String> names;
  private final boolean learns;
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private float[] floats = {};
  private int[] ints = {};

  /**
   * @param columns whose cells are the values of an example, in order
   * @param places where those are in a row
   * @param names of classes, empty if they have none
   * @param learns whether names that are not numbers become classes
   */
  TableColumn(
      BorderSpec border, List<String> columns, int[] places, List<String> names, boolean learns) {
    this.border = border;
    this.columns = columns;
    this.places = places;
    this.names = names;
    this.learns = learns;
  }

  /** The columns it takes. */
  List<String> columns() {
    return columns;
  }

  /**
   * Takes the cells of a row; what an earlier row with this number left is overwritten.
   *
   * @throws Cell.Unfit naming the column
   */
  void put(int number, List<String> row) throws Cell.Unfit {
    int from = number * places.length;
    if (floats() && from + places.length > floats.length) {
      floats = Arrays.copyOf(floats, grown(from));
    } else if (!floats() && from + places.length > ints.length) {
      ints = Arrays.copyOf(ints, grown(from));
    }
    for (int k = 0; k < places.length; k++) {
      String cell = row.get(places[k]);
      try {
        if (floats()) {
          floats[from + k] = Cell.number(cell);
        } else {
          ints[from + k] = whole(cell);
        }
      } catch (Cell.Unfit e) {
        throw new Cell.Unfit(columns.get(k) + " " + e.getMessage());
      }
    }
  }

  private int grown(int from) {
    return Math.addExact(Math.max(from + from / 2, 64 * places.length), places.length);
  }

  private boolean floats() {
    return border.element() == BorderSpec.Element.F32;
  }

  private boolean codes() {
    return learns && border.element() == BorderSpec.Element.INDEX;
  }

  private int whole(String cell) throws Cell.Unfit {
    if (border.element() == BorderSpec.Element.BOOL) {
      return Cell.truth(cell);
    }
    if (codes()) {
      return codes.computeIfAbsent(Cell.text(cell), k -> codes.size());
    }
    if (!names.isEmpty()) {
      int known = names.indexOf(Cell.text(cell));
      if (known < 0) {
        throw new Cell.Unfit("is '" + cell.strip() + "', none of " + String.join(", ", names));
      }
      return known;
    }
    int value = Cell.whole(cell);
    if (value < border.least() || value > border.greatest()) {
      throw new Cell.Unfit("is " + value + ", not in " + border.least() + ".." + border.greatest());
    }
    return value;
  }

  /**
   * Gives the values to a dataset.
   *
   * @return the names of the classes, empty if there are none
   * @throws IOException if there are more classes than the border has
   */
  List<String> addTo(ArrayDataset data, int rows, String file) throws IOException {
    int count = rows * places.length;
    if (floats()) {
      data.with(border.name(), Arrays.copyOf(floats, count));
      return List.of();
    }
    int[] values = Arrays.copyOf(ints, count);
    List<String> found = codes() ? classes(values, file) : names;
    data.with(border.name(), values);
    return found;
  }

  /** Puts the numbers of classes in the place of codes. */
  private List<String> classes(int[] values, String file) throws IOException {
    List<String> texts = new ArrayList<>(codes.keySet());
    TreeSet<String> used = new TreeSet<>(order(texts));
    for (int code : values) {
      used.add(texts.get(code));
    }
    boolean numbers = used.stream().allMatch(this::inRange);
    List<String> found = List.copyOf(used);
    if (!numbers && found.size() > border.bound()) {
      List<String> some = found.subList(0, Math.min(8, found.size()));
      throw new IOException(
          file
              + ": "
              + String.join(", ", columns)
              + " has "
              + found.size()
              + " classes ("
              + String.join(", ", some)
              + (some.size() < found.size() ? ", .." : "")
              + "), '"
              + border.name()
              + "' is "
              + border.type());
    }
    for (int i = 0; i < values.length; i++) {
      String text = texts.get(values[i]);
      values[i] = numbers ? Integer.parseInt(text) : found.indexOf(text);
    }
    return numbers ? List.of() : found;
  }

  private boolean inRange(String text) {
    return text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(text) < border.bound();
  }

  /** Numbers by their size, names by their letters: the same on every system. */
  private static Comparator<String> order(List<String> texts) {
    boolean numbers = texts.stream().allMatch(t -> t.matches("-?\\d{1,9}"));
    return numbers
        ? Comparator.<String>comparingInt(Integer::parseInt).thenComparing(t -> t)
        : Comparator.naturalOrder();
  }
}
