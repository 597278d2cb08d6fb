package dev.nnet.runtime;

import java.util.List;

/** Rows of a network that takes grey pictures of 2 x 2 pixels and learns one of ten digits. */
public final class PictureRows {
  private final ModelSpec spec;
  private final Memory memory;
  private final Row row;

  public PictureRows(int batch) {
    BorderSpec image =
        new BorderSpec(
            BorderSpec.Kind.INPUT, "image", BorderSpec.Element.F32, 0, List.of(1, 2, 2), "2:7");
    BorderSpec digit =
        new BorderSpec(
            BorderSpec.Kind.TARGET, "digit", BorderSpec.Element.INDEX, 10, List.of(), "3:7");
    this.spec =
        new ModelSpec(
            "Pictures",
            "pictures.nnet",
            List.of(),
            0,
            List.of(image, digit),
            List.of(new PreprocessSpec("image", List.of(2, 2), List.of("to_tensor"))),
            List.of(),
            List.of());
    this.memory =
        new Memory(
            spec, new LinearNetwork().inference(false), new float[0], new float[0], batch, 1);
    this.row = new Row(spec, memory, "Pictures.fit");
  }

  public ModelSpec spec() {
    return spec;
  }

  public Row row() {
    return row;
  }

  public float[] images() {
    return memory.floats[0];
  }

  public int[] digits() {
    return memory.ints[1];
  }
}
