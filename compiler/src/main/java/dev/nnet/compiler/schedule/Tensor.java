package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Type;

/**
 * A value's elements in memory. Identity matters.
 *
 * <p>A value may have several tensors: copies in other layouts are tensors of their own.
 */
public final class Tensor {
  private final String name;
  private final Type type;
  private final Layout layout;
  private final Region region;
  private final int index;

  /**
   * @param index which border, or the offset in the flat parameter array; 0 for the arena
   */
  Tensor(String name, Type type, Layout layout, Region region, int index) {
    this.name = name;
    this.type = type;
    this.layout = layout;
    this.region = region;
    this.index = index;
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  public Layout layout() {
    return layout;
  }

  public Region region() {
    return region;
  }

  public int index() {
    return index;
  }

  /** The size of the innermost dimension without its padding; 1 for a scalar. */
  long innerSize() {
    int inner = layout.inner();
    return inner >= 0 && type.shape().dim(inner).known() ? type.shape().size(inner) : 1;
  }

  public boolean batched() {
    return type.shape().batched();
  }

  @Override
  public String toString() {
    return name;
  }
}
