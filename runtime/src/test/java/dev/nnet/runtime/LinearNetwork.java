package dev.nnet.runtime;

import java.util.List;
import java.util.Optional;

/**
 * A network small enough to work out by hand, written as the compiler would: {@code y = w x +
 * b[group]} with the loss {@code mean((y - t)^2)}.
 *
 * <pre>
 *   params   | w0 gap w1 gap | b0 b1 b2 gap |      strides and gaps, as a layout pass leaves them
 *   arena    | error per example |
 *   step 0   y and error of each example           one unit per example
 *   step 1   loss and mean absolute error          serial
 *   step 2   gradients                             one unit per parameter
 * </pre>
 */
public final class LinearNetwork extends Network {
  /** Indices of the borders. */
  public static final int X = 0;

  public static final int GROUP = 1;
  public static final int T = 2;
  public static final int Y = 3;
  public static final int LOSS = 4;
  public static final int MAE = 5;

  private static final int W = 0;
  private static final int B = 4;

  private final String optimizer;

  public LinearNetwork() {
    this("sgd(lr=0.05)");
  }

  public LinearNetwork(String optimizer) {
    this.optimizer = optimizer;
  }

  @Override
  public String specText() {
    return new ModelSpec(
            "Linear",
            "linear.nnet",
            List.of(
                new ParameterSpec("w", List.of(2), W, List.of(2), true, true, "normal(0, 0.5)"),
                ParameterSpec.dense("b", List.of(3), B, false, "zeros")),
            8,
            List.of(
                border(BorderSpec.Kind.INPUT, "x", List.of(2), "2:11"),
                new BorderSpec(
                    BorderSpec.Kind.INPUT, "group", BorderSpec.Element.INDEX, 3, List.of(), "3:15"),
                border(BorderSpec.Kind.TARGET, "t", List.of(), "4:12"),
                border(BorderSpec.Kind.OUTPUT, "y", List.of(), "5:12"),
                border(BorderSpec.Kind.LOSS, "loss", List.of(), "6:3"),
                border(BorderSpec.Kind.METRIC, "mae", List.of(), "7:3")),
            List.of(),
            List.of(),
            List.of(
                new TrainSpec(
                    "",
                    TrainSettings.parse(
                        "train(batch=4,epochs=3,seed=7,optimizer=" + optimizer + ")"),
                    LOSS,
                    List.of(new MetricSpec("mae", "average(0)", List.of(MAE))),
                    List.of(),
                    Optional.empty(),
                    List.of())))
        .toText();
  }

  private static BorderSpec border(
      BorderSpec.Kind kind, String name, List<Integer> dims, String where) {
    return new BorderSpec(kind, name, BorderSpec.Element.F32, 0, dims, where);
  }

  @Override
  public Program inference(boolean vector) {
    return new Steps(1);
  }

  @Override
  public Program evaluation(String section, boolean vector) {
    return new Steps(2);
  }

  @Override
  public Program training(String section, boolean vector) {
    return new Steps(3);
  }

  /** The first steps of the list above. */
  static class Steps extends Program {
    private final int count;

    Steps(int count) {
      this.count = count;
    }

    @Override
    public int steps() {
      return count;
    }

    @Override
    public int extent(int step, int batch) {
      return step == 0 ? batch : step == 1 ? 1 : 5;
    }

    @Override
    public int grain(int step) {
      return 1;
    }

    @Override
    public void run(int step, Memory memory, int batch, int from, int to, int worker) {
      for (int unit = from; unit < to; unit++) {
        if (step == 0) {
          forward(memory, unit);
        } else if (step == 1) {
          measure(memory, batch);
        } else {
          backward(memory, batch, unit);
        }
      }
    }

    private void forward(Memory memory, int example) {
      float[] x = memory.floats[X];
      float[] p = memory.params;
      float y =
          p[W] * x[2 * example]
              + p[W + 2] * x[2 * example + 1]
              + p[B + memory.ints[GROUP][example]];
      memory.floats[Y][example] = y;
      memory.arena[example] = y - memory.floats[T][example];
    }

    private static void measure(Memory memory, int batch) {
      float squares = 0;
      float sizes = 0;
      for (int i = 0; i < batch; i++) {
        squares += memory.arena[i] * memory.arena[i];
        sizes += Math.abs(memory.arena[i]);
      }
      memory.floats[LOSS][0] = squares / batch;
      memory.floats[MAE][0] = sizes / batch;
    }

    private static void backward(Memory memory, int batch, int unit) {
      float sum = 0;
      for (int i = 0; i < batch; i++) {
        float share =
            unit < 2 ? memory.floats[X][2 * i + unit] : memory.ints[GROUP][i] == unit - 2 ? 1 : 0;
        sum += share * memory.arena[i];
      }
      memory.gradients[unit < 2 ? W + 2 * unit : B + unit - 2] = 2 * sum / batch;
    }

    @Override
    public int fixedFloats(int capacity) {
      return 0;
    }

    @Override
    public int floatsPerExample(int capacity) {
      return 1;
    }

    @Override
    public int scratchFloats(int capacity) {
      return 0;
    }

    @Override
    public int rows() {
      return 0;
    }

    @Override
    public int rowLength() {
      return 0;
    }
  }
}
