package dev.nnet.compiler.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The dimensions of a value, outermost first: {@code [B, 16, 5, 5]}. A scalar has none. */
public record Shape(List<Dim> dims) {
  public static final Shape SCALAR = new Shape(List.of());

  public Shape {
    dims = List.copyOf(dims);
  }

  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public static Shape of(long... sizes) {
    List<Dim> dims = new ArrayList<>();
    for (long size : sizes) {
      dims.add(Dim.of(size));
    }
    return new Shape(dims);
  }

  public int rank() {
    return dims.size();
  }

  public Dim dim(int axis) {
    return dims.get(axis);
  }

  /** The size of a dimension that is not the batch. */
  public long size(int axis) {
    return dims.get(axis).size();
  }

  /** Whether the first dimension is the batch. */
  public boolean batched() {
    return !dims.isEmpty() && dims.get(0).equals(Dim.BATCH);
  }

  /** Whether a dimension is a sequence. */
  public boolean ragged() {
    return dims.stream().anyMatch(Dim::ragged);
  }

  /** Elements for each example: the product of the numbers. */
  public long sizePerExample() {
    long product = 1;
    for (Dim dim : dims) {
      product = dim.known() ? Math.multiplyExact(product, dim.size()) : product;
    }
    return product;
  }

  /** This shape with one dimension replaced. */
  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis, dim);
    return new Shape(changed);
  }

  /** This shape without the dimensions {@code axes}. */
  public Shape without(List<Long> axes) {
    List<Dim> rest = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      if (!axes.contains((long) i)) {
        rest.add(dims.get(i));
      }
    }
    return new Shape(rest);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    dims.forEach(d -> text.add(d.toString()));
    return text.toString();
  }
}
