package dev.nnet.compiler.graph;

import dev.nnet.compiler.source.Span;

/**
 * Where in the text a value comes from.
 *
 * @param span the smallest piece of text that made the value; a call in the user's own file even
 *     where the value is made inside a library layer
 * @param layer the path of the layer: {@code logits/conv2d_1}; empty outside of layers
 * @param remat the number of the {@code remat} that it stands in, 0 outside of any
 */
public record Origin(Span span, String layer, int remat) {
  /** Outside of any {@code remat}. */
  public Origin(Span span, String layer) {
    this(span, layer, 0);
  }
}
