package dev.nnet.runtime;

import java.util.List;

/** The arrays of some borders, filled row by row, without a program that would use them. */
public final class BorderRows {
  private final ModelSpec spec;
  private final Memory memory;
  private final Row row;

  public BorderRows(ModelSpec spec, int batch) {
    this.spec = spec;
    this.memory =
        new Memory(
            spec, new LinearNetwork().inference(false), new float[0], new float[0], batch, 1);
    this.row = new Row(spec, memory, spec.network() + ".fit");
  }

  /** A network of these borders. */
  public static ModelSpec spec(List<BorderSpec> borders, List<NumbersSpec> numbers) {
    return new ModelSpec("Rows", "rows.nnet", List.of(), 0, borders, List.of(), numbers, List.of());
  }

  public Row row() {
    return row;
  }

  public Row row(int slot) {
    return row.at(slot);
  }

  public float[] floats(String border) {
    return memory.floats[spec.border(border)];
  }

  public int[] ints(String border) {
    return memory.ints[spec.border(border)];
  }
}
