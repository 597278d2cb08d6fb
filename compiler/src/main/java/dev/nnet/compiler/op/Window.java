package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.ShapeError;
import java.util.ArrayList;
import java.util.List;

/**
 * A sliding window along one axis: how an output coordinate reads input coordinates.
 *
 * <pre>
 * input = output * stride + tap * dilation - before      for tap in 0 .. kernel-1
 * </pre>
 *
 * @param before zeros before the first element
 * @param after zeros behind the last
 * @param input the size of the axis
 */
record Window(long kernel, long stride, long dilation, long before, long after, long input) {

  /** The two windows, over height and width, of an op on {@code [B, C, H, W]}. */
  static List<Window> of(String op, Attributes a, long height, long width) {
    List<Long> kernel = a.integers("kernel", 2);
    List<Long> stride = a.has("stride") ? a.integers("stride", 2) : kernel;
    List<Long> dilation = a.has("dilation") ? a.integers("dilation", 2) : List.of(1L, 1L);
    long[] sizes = {height, width};
    for (List<Long> pair : List.of(kernel, stride, dilation)) {
      if (pair.size() != 2 || pair.get(0) < 1 || pair.get(1) < 1) {
        throw new ShapeError(
            "NN212",
            op + " needs one or two positive sizes, but gets " + pair,
            "kernel=3 or kernel=(1, 3)");
      }
    }
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      windows.add(
          pad(
              op,
              a.values().getOrDefault("padding", 0L),
              i,
              new Window(kernel.get(i), stride.get(i), dilation.get(i), 0, 0, sizes[i])));
    }
    for (Window w : windows) {
      if (w.span() > w.input + w.before + w.after) {
        throw new ShapeError(
            "NN208",
            "the "
                + kernel.get(0)
                + " x "
                + kernel.get(1)
                + " kernel"
                + (dilation.equals(List.of(1L, 1L)) ? "" : " with dilation " + dilation)
                + " is larger than the "
                + height
                + " x "
                + width
                + " image",
            "padding=same, or a smaller kernel");
      }
    }
    return windows;
  }

  private static Window pad(String op, Object padding, int axis, Window w) {
    if (padding instanceof Long both) {
      return w.padded(op, both, both);
    }
    if (padding instanceof List<?> list) {
      return pad(op, list.get(Math.min(axis, list.size() - 1)), axis, w);
    }
    switch ((String) padding) {
      case "valid":
        return w;
      case "same":
        if (w.kernel % 2 == 0) {
          throw new ShapeError(
              "NN209",
              "padding=same needs an odd kernel",
              "padding=same_upper is TensorFlow's rule for even kernels");
        }
        return w.padded(op, w.span() / 2, w.span() / 2);
      case "same_upper":
        long outputs = (w.input + w.stride - 1) / w.stride;
        long total = Math.max((outputs - 1) * w.stride + w.span() - w.input, 0);
        return w.padded(op, total / 2, total - total / 2);
      case "causal":
        return w.padded(op, w.span() - 1, 0);
      default:
        throw new ShapeError(
            "NN212",
            op + " has no padding '" + padding + "'",
            "a number, (height, width), same, same_upper, valid or causal");
    }
  }

  private Window padded(String op, long before, long after) {
    if (before < 0 || after < 0) {
      throw new ShapeError("NN212", op + " needs padding of at least 0, but gets " + before, null);
    }
    return new Window(kernel, stride, dilation, before, after, input);
  }

  /** How many input elements the kernel reaches over. */
  long span() {
    return (kernel - 1) * dilation + 1;
  }

  /** The size of the output axis. */
  long output() {
    return (input + before + after - span()) / stride + 1;
  }
}
