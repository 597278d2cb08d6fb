package dev.nnet.compiler;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The unfused graph in the interpreter and both emissions agree to the bit: loss, metrics and every
 * gradient, on one thread and two, at every vector width.
 */
class SameBitsTest {
  private static final String STRIDED =
      """
      network Strided {
          input  image: f32[B, 3, 11, 9]
          target label: index<5>[B]
          output scores: f32[B, 5]

          scores = image
              -> conv2d(8, kernel=3, stride=2, padding=1, groups=1) -> relu
              -> conv2d(20, kernel=3, dilation=2, padding=same, groups=4) -> sigmoid
              -> max_pool2d(3, stride=2, padding=1)
              -> flatten -> dense(17) -> silu -> dense(5)

          train {
              loss      = cross_entropy(scores, label, smoothing=0.1)
              optimizer = sgd(lr=0.1)
              metrics   = [accuracy(scores, label)]
          }
      }
      """;

  private static final String NORMED =
      """
      block inverted(hidden, out, stride = 1) {
          input x: f32[B, C, H, W]

          y = x
              -> conv2d(hidden, kernel=1, bias=false) -> batch_norm -> relu6
              -> depthwise_conv2d(3, stride=stride, padding=1, bias=false) -> batch_norm -> relu6
              -> conv2d(out, kernel=1, bias=false) -> batch_norm
          return if stride == 1 && C == out { x + y } else { y }
      }

      network Normed {
          input  image: f32[B, 3, 15, 13]
          target label: index<5>[B]
          output scores: f32[B, 5]

          scores = image
              -> conv2d(24, kernel=3, stride=2, padding=1, bias=false) -> batch_norm -> hard_swish
              -> inverted(72, 24) -> inverted(72, 40, stride=2) -> lrn(3) -> group_norm(4)
              -> global_avg_pool2d -> dropout(0.3) -> layer_norm -> dense(5)

          train {
              loss      = cross_entropy(scores, label)
              optimizer = rmsprop(lr=0.1)
              metrics   = [top_k_accuracy(scores, label, k=2)]
          }
      }
      """;

  /** Enough weights for panels, rows of seven pixels, enough work for workers to share an image. */
  private static final String WIDE =
      """
      network Wide {
          input  image: f32[B, 3, 28, 26]
          target label: index<5>[B]
          output scores: f32[B, 5]

          h = image
              -> conv2d(96, kernel=3, stride=2, padding=1, bias=false) -> batch_norm -> relu6
              -> conv2d(192, kernel=1, bias=false) -> batch_norm -> relu6
              -> depthwise_conv2d(3, stride=2, padding=1, bias=false) -> batch_norm -> relu6
              -> conv2d(96, kernel=1, bias=false) -> batch_norm
          scores = h + (h -> conv2d(96, kernel=3, padding=1) -> relu)
              -> max_pool2d(3, stride=2) -> flatten -> dense(128) -> relu -> dense(5)

          train {
              loss      = cross_entropy(scores, label)
              optimizer = sgd(lr=0.1)
          }
      }
      """;

  /** Few channels, whose pooled columns stand apart, and what reads them so. */
  private static final String APART =
      """
      network Apart {
          input  image: f32[B, 1, 30, 41]
          target label: index<5>[B]
          output scores: f32[B, 5]

          h = image
              -> conv2d(5, kernel=3) -> max_pool2d(3, stride=2, padding=1) -> relu
          g = image
              -> conv2d(4, kernel=3) -> tanh -> avg_pool2d(3)
          scores = (h -> conv2d(20, kernel=3) -> global_avg_pool2d -> dense(50) -> tanh -> dense(5))
              + (h -> conv2d(6, kernel=3, padding=1) -> flatten -> dense(5))
              + (g -> conv2d(7, kernel=3) -> avg_pool2d(2) -> flatten -> dense(170) -> dense(5))

          train {
              loss      = cross_entropy(scores, label)
              optimizer = sgd(lr=0.1)
          }
      }
      """;

  private static final String BRANCHED =
      """
      network Branched {
          input  image: f32[B, 3, 12, 10]
          target label: index<5>[B]
          output scores: f32[B, 5]

          h = image
              -> concat(axis=1) {
                    conv2d(9, kernel=1) -> relu
                  | conv2d(4, kernel=1) -> conv2d(16, kernel=3, padding=same) -> tanh
                  | max_pool2d(3, stride=1, padding=1) -> conv2d(5, kernel=1)
              }
              -> conv2d(7, kernel=3, padding=1) -> relu
          v = h -> global_avg_pool2d
          scores = concat(v, v * 2, h -> global_max_pool2d) -> dense(5)

          train {
              loss      = cross_entropy(scores, label)
              optimizer = sgd(lr=0.1)
          }
      }
      """;

  private static final String REGRESSION =
      """
      network Regression {
          input  x: f32[B, 7]
          target y: f32[B, 3]
          output z: f32[B, 3]

          layer shared = dense(7)
          a = x -> shared -> gelu
          b = a -> shared -> leaky_relu
          z = (a + b) -> dense(3)

          train {
              loss      = mse(z, y) + 0.5 * mae(z, y)
              optimizer = adam(lr=0.01)
          }
      }
      """;

  private static final String WEIGHTED =
      """
      network Weighted {
          input  x: f32[B, 6, 5]
          target label: index<4>[B]
          output scores: f32[B, 4]

          h = x -> dense(7) -> tanh
          scores = h -> flatten -> dense(4)

          train {
              loss      = cross_entropy(scores, label, weight=[1, 2, 0.5, 3])
                  + 0.1 * mean(var(h, axis=1) ^ 3, axis=all)
              optimizer = sgd(lr=0.1)
          }
      }
      """;

  /** Axes that are padded, stacked, split, permuted and joined. */
  private static final String MOVED =
      """
      network Moved {
          input  image: f32[B, 3, 9, 6]
          target label: index<5>[B]
          output scores: f32[B, 5]

          h = image -> pad(axis=2, before=2, after=1) -> conv2d(8, kernel=3) -> gelu(approximate=false)
          p = h -> rearrange("b (g c) (y h) x -> b y g (c h x)", g=2, h=5)
          q = transpose(p, order=(0, 3, 1, 2)) -> transpose(order=[0, 2, 3, 1])
          s = stack(mean(p, axis=(1, 2)), max(q, axis=(1, 2)), axis=1)
          t = s -> stack(axis=1) { tanh | pad(axis=2, after=3) -> dense(80) | erf }
          scores = t -> flatten -> dense(5)

          train {
              loss      = cross_entropy(scores, label)
              optimizer = sgd(lr=0.1)
          }
      }
      """;

  private static final String INDICES =
      """
      network Indices {
          input  x:    f32[B, 7]
          input  kind: index<5>[B]
          output best: index<3>[B]
          output total: f32[B]
          output same: f32[B, 3]

          same = x -> dense(3) -> tanh
          best = argmax(same * 2 + (one_hot(kind, depth=5) -> dense(3)))
          total = sum(same, axis=1)
      }
      """;

  private static String text(String which) {
    return switch (which) {
      case "LENET5" -> TestNetworks.LENET5;
      case "STRIDED" -> STRIDED;
      case "NORMED" -> NORMED;
      case "WIDE" -> WIDE;
      case "APART" -> APART;
      case "BRANCHED" -> BRANCHED;
      case "REGRESSION" -> REGRESSION;
      case "WEIGHTED" -> WEIGHTED;
      case "MOVED" -> MOVED;
      default -> INDICES;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "APART,0,2",
    "APART,128,1",
    "APART,256,2",
    "APART,512,5",
    "BRANCHED,0,2",
    "BRANCHED,128,1",
    "BRANCHED,256,2",
    "BRANCHED,512,1",
    "NORMED,0,2",
    "NORMED,128,1",
    "NORMED,256,2",
    "NORMED,512,1",
    "WIDE,0,4",
    "WIDE,128,1",
    "WIDE,256,5",
    "WIDE,512,4",
    "LENET5,0,1",
    "LENET5,128,2",
    "LENET5,256,1",
    "LENET5,512,2",
    "STRIDED,0,2",
    "STRIDED,128,1",
    "STRIDED,256,2",
    "STRIDED,512,1",
    "REGRESSION,0,1",
    "REGRESSION,256,2",
    "WEIGHTED,0,2",
    "WEIGHTED,128,1",
    "WEIGHTED,512,2",
    "MOVED,0,2",
    "MOVED,128,1",
    "MOVED,512,2",
    "INDICES,0,2",
    "INDICES,128,1",
    "INDICES,512,1"
  })
  void outputsAgree(String which, int bits, int threads) {
    new Witness(text(which), bits, threads).compareInference();
  }

  @ParameterizedTest
  @CsvSource({
    "WEIGHTED,0,1",
    "WEIGHTED,256,2",
    "WEIGHTED,512,1",
    "LENET5,0,1",
    "LENET5,0,2",
    "LENET5,128,1",
    "LENET5,256,2",
    "LENET5,512,1",
    "LENET5,512,2",
    "STRIDED,0,2",
    "STRIDED,128,2",
    "STRIDED,256,1",
    "STRIDED,512,1",
    "NORMED,0,2",
    "NORMED,128,1",
    "NORMED,512,2",
    "WIDE,512,2",
    "APART,0,1",
    "APART,128,1",
    "APART,256,2",
    "APART,512,2",
    "BRANCHED,0,1",
    "BRANCHED,256,2",
    "MOVED,0,1",
    "MOVED,128,2",
    "MOVED,512,1",
    "REGRESSION,0,1",
    "REGRESSION,128,1",
    "REGRESSION,512,2"
  })
  void lossAndGradientsAgree(String which, int bits, int threads) {
    new Witness(text(which), bits, threads).compareTraining();
  }
}
