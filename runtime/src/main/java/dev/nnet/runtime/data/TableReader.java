package dev.nnet.runtime.data;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.ModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the columns of a table as the inputs and targets of a network. They are found by name: a
 * border takes the column that is called like it, or those that the text lists, {@code preprocess
 * features from columns[length, width]}. Names are compared without regard to case and to what is
 * no letter or digit, if none is the same to the letter: {@code "Length (mm)"} is {@code
 * length_mm}.
 *
 * <pre>
 *   TableReader reader = TableReader.of(spec);
 *   TableDataset train = reader.read(Path.of("train.csv"));
 *   TableDataset test  = reader.with(train.classNames()).read(Path.of("test.csv"));
 * </pre>
 *
 * <p>Cells of {@code f32} are decimal numbers, of {@code bool} true or false, of {@code index<n>}
 * whole numbers below n, or names: the classes, numbered in alphabetical order. A cell that is
 * empty, or one of NA, N/A, NaN, null, ? and a dot, is missing, which no network can take. Files
 * are as {@link Csv} reads them.
 */
public final class TableReader {
  private final ModelSpec spec;
  private final ClassNames names;
  private final Malformed malformed;
  private final boolean targets;

  private TableReader(ModelSpec spec, ClassNames names, Malformed malformed, boolean targets) {
    this.spec = spec;
    this.names = names;
    this.malformed = malformed;
    this.targets = targets;
  }

  /** A reader of inputs and targets that finds out the names of classes and skips nothing. */
  public static TableReader of(ModelSpec spec) {
    return new TableReader(spec, null, Malformed.REFUSE, true);
  }

  /** Takes these names of classes, and no others: those of the data that were learned from. */
  public TableReader with(ClassNames known) {
    return new TableReader(spec, known, malformed, targets);
  }

  /** Leaves rows that cannot be used out, or not. */
  public TableReader with(Malformed rows) {
    return new TableReader(spec, names, rows, targets);
  }

  /** Reads no targets: what there is to predict from. */
  public TableReader inputsOnly() {
    return new TableReader(spec, names, malformed, false);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, has no column for a border, more classes than that or
   *     no row; a {@link MalformedException} names file and line of rows that cannot be used
   */
  public TableDataset read(Path file) throws IOException {
    String name = file.toString();
    Problems problems = new Problems(name);
    try (CsvReader table = CsvReader.open(file, problems)) {
      Map<BorderSpec, TableColumn> columns = columns(name, table.head());
      int rows = 0;
      for (List<String> row = table.next(); row != null; row = table.next()) {
        try {
          for (TableColumn column : columns.values()) {
            column.put(rows, row);
          }
          rows++;
        } catch (Cell.Unfit e) {
          problems.add(table.line(), e.getMessage());
        }
      }
      problems.settle(malformed);
      if (rows == 0) {
        throw new IOException(name + ": no rows" + (problems.count() > 0 ? " that fit" : ""));
      }
      return dataset(name, table.head(), columns, rows, problems);
    }
  }

  private TableDataset dataset(
      String name,
      List<String> head,
      Map<BorderSpec, TableColumn> columns,
      int rows,
      Problems problems)
      throws IOException {
    ArrayDataset values = new ArrayDataset(rows);
    SortedMap<String, List<String>> classes = new TreeMap<>();
    List<String> unused = new ArrayList<>(head);
    for (Map.Entry<BorderSpec, TableColumn> column : columns.entrySet()) {
      List<String> found = column.getValue().addTo(values, rows, name);
      if (!found.isEmpty()) {
        classes.put(column.getKey().name(), found);
      }
      unused.removeAll(column.getValue().columns());
    }
    return new TableDataset(values, new ClassNames(classes), unused, problems);
  }

  private Map<BorderSpec, TableColumn> columns(String file, List<String> head) throws IOException {
    Map<BorderSpec, TableColumn> columns = new LinkedHashMap<>();
    for (BorderSpec border : spec.borders()) {
      if (border.kind() == Kind.INPUT || targets && border.kind() == Kind.TARGET) {
        List<String> wanted = wanted(file, head, border);
        int[] places = new int[wanted.size()];
        List<String> called = new ArrayList<>();
        for (int k = 0; k < places.length; k++) {
          places[k] = find(file, head, border, wanted.get(k));
          called.add(head.get(places[k]));
        }
        List<String> known = names == null ? List.of() : names.of(border.name());
        columns.put(border, new TableColumn(border, called, places, known, names == null));
      }
    }
    return columns;
  }

  private List<String> wanted(String file, List<String> head, BorderSpec border)
      throws IOException {
    List<String> listed = spec.columns(border.name());
    if (!listed.isEmpty()) {
      return listed;
    }
    if (!border.ragged() && border.valuesPerExample() == 1) {
      return List.of(border.name());
    }
    String advice =
        border.ragged() || border.dims().size() > 1
            ? "a table has no such thing"
            : "say which "
                + border.valuesPerExample()
                + " columns it is: `preprocess "
                + border.name()
                + " from columns["
                + some(head)
                + "]`";
    throw new IOException(file + ": '" + border.name() + "' is " + border.type() + "; " + advice);
  }

  private static String some(List<String> head) {
    StringJoiner some = new StringJoiner(", ");
    head.stream().limit(2).forEach(c -> some.add(plain(c)));
    return some + ", ..";
  }

  private int find(String file, List<String> head, BorderSpec border, String wanted)
      throws IOException {
    int exact = head.indexOf(wanted);
    if (exact >= 0) {
      return exact;
    }
    TreeSet<Integer> found = new TreeSet<>();
    for (int k = 0; k < head.size(); k++) {
      if (plain(head.get(k)).equals(plain(wanted))) {
        found.add(k);
      }
    }
    if (found.size() == 1) {
      return found.first();
    }
    String where = " (" + border.name() + ", " + spec.source() + ":" + border.where() + ")";
    if (found.isEmpty()) {
      throw new IOException(
          file
              + " has no column '"
              + wanted
              + "'"
              + where
              + "; it has "
              + String.join(", ", head)
              + "; a column of another name is said so: `preprocess "
              + border.name()
              + " from columns["
              + some(head)
              + "]`");
    }
    throw new IOException(
        file
            + ": columns '"
            + head.get(found.first())
            + "' and '"
            + head.get(found.last())
            + "' both read as '"
            + wanted
            + "'"
            + where);
  }

  /** A name as the language writes it: {@code sepalLength} and {@code Sepal Length} are one. */
  private static String plain(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_|_$", "");
  }
}
