package dev.nnet.compiler.graph;

/**
 * The type of a value: {@code f32[B, 16, 5, 5]}, {@code index<10>[B]}.
 *
 * @param bound the exclusive bound of an {@link Element#INDEX}, else 0
 */
public record Type(Element element, long bound, Shape shape) {
  public static Type f32(Shape shape) {
    return new Type(Element.F32, 0, shape);
  }

  public static Type f32(Dim... dims) {
    return f32(Shape.of(dims));
  }

  public boolean isFloat() {
    return element == Element.F32;
  }

  @Override
  public String toString() {
    return element.text()
        + (element == Element.INDEX ? "<" + bound + ">" : "")
        + (shape.rank() == 0 ? "" : shape);
  }
}
