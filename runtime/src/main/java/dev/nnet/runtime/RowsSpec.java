package dev.nnet.runtime;

import java.util.Objects;

/**
 * A table whose gradient is zero in all rows but those that an index of the batch names. A training
 * program clears the rows of its batch and adds to them; it leaves all others alone, so whoever
 * runs it clears the rows of the batch before.
 *
 * @param path of the table, a parameter {@code [rows, values]}
 * @param border of the index, an input or a target
 */
public record RowsSpec(String path, int border) {
  public RowsSpec {
    Objects.requireNonNull(path);
  }
}
