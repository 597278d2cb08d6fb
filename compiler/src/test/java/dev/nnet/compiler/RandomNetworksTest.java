package dev.nnet.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Same bits for networks nobody thought of: chains of layers drawn from a seed. */
class RandomNetworksTest {
  private static final int[] BITS = {0, 128, 256, 512};

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void interpreterAndEmissionsAgree(int seed) {
    String text = new Draw(seed).network();
    Witness witness = new Witness(text, BITS[seed % BITS.length], 1 + seed / 4 % 2);
    try {
      witness.compareInference();
      witness.compareTraining();
    } catch (AssertionError e) {
      throw new AssertionError(text, e);
    }
  }

  /** Draws a network. */
  private static final class Draw {
    private final Random random;
    private final List<String> stages = new ArrayList<>();
    private int channels;
    private int height;
    private int width;

    Draw(int seed) {
      random = new Random(seed);
    }

    String network() {
      boolean image = random.nextInt(4) > 0;
      channels = from(1, 9);
      height = from(5, 20);
      width = from(5, 34);
      String input =
          image ? channels + ", " + height + ", " + width : Integer.toString(from(1, 40));
      if (image) {
        int layers = from(1, 4);
        for (int i = 0; i < layers; i++) {
          imageLayer();
        }
        stages.add("flatten");
      }
      int layers = from(0, 2);
      for (int i = 0; i < layers; i++) {
        stages.add("dense(" + from(1, 40) + ")");
        activation();
      }
      int classes = from(2, 12);
      stages.add("dense(" + classes + ")");
      return """
          network Drawn {
              input  x: f32[B, %s]
              target y: index<%d>[B]
              output z: f32[B, %d]

              z = x -> %s

              train {
                  loss      = cross_entropy(z, y)
                  optimizer = sgd(lr=0.1)
                  metrics   = [accuracy(z, y)]
              }
          }
          """
          .formatted(input, classes, classes, String.join(" -> ", stages));
    }

    private void imageLayer() {
      int kernel = from(1, Math.min(5, Math.min(height, width)));
      int stride = from(1, 2);
      int padding = random.nextInt(2) * (kernel / 2);
      boolean pool = random.nextInt(3) == 0;
      if (pool) {
        String name = random.nextBoolean() ? "max_pool2d" : "avg_pool2d";
        stages.add("%s(%d, stride=%d, padding=%d)".formatted(name, kernel, stride, padding));
      } else {
        int[] groups = {1, 1, 1, channels};
        int g = groups[random.nextInt(groups.length)];
        int out = g == 1 ? from(1, 20) : g * from(1, 2);
        stages.add(
            "conv2d(%d, kernel=%d, stride=%d, padding=%d, groups=%d)"
                .formatted(out, kernel, stride, padding, g));
        channels = out;
      }
      height = (height + 2 * padding - kernel) / stride + 1;
      width = (width + 2 * padding - kernel) / stride + 1;
      activation();
    }

    private void activation() {
      String[] names = {"relu", "tanh", "sigmoid", "silu", "gelu", "leaky_relu", ""};
      String name = names[random.nextInt(names.length)];
      if (!name.isEmpty()) {
        stages.add(name);
      }
    }

    private int from(int least, int most) {
      return least + random.nextInt(most - least + 1);
    }
  }
}
