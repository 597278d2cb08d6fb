package dev.nnet.runtime.data;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Row;
import java.util.List;

/** The rows of a table as examples, all in memory; {@link TableReader} makes them. */
public final class TableDataset implements Dataset {
  private final ArrayDataset values;
  private final ClassNames classNames;
  private final List<String> unused;
  private final int skipped;
  private final List<String> problems;

  TableDataset(ArrayDataset values, ClassNames classNames, List<String> unused, Problems problems) {
    this.values = values;
    this.classNames = classNames;
    this.unused = List.copyOf(unused);
    this.skipped = problems.count();
    this.problems = problems.kept();
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public void read(int index, Row row) {
    values.read(index, row);
  }

  /** What the numbers of classes are called; nothing where the table has numbers. */
  @Override
  public ClassNames classNames() {
    return classNames;
  }

  /** The columns that no border takes. */
  public List<String> unused() {
    return unused;
  }

  /** How many rows were left out. */
  public int skipped() {
    return skipped;
  }

  /** Why, with file and line: the first hundred. */
  public List<String> problems() {
    return problems;
  }
}
