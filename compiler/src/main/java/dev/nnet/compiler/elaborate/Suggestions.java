package dev.nnet.compiler.elaborate;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Guesses what was meant by a name that is not known. */
final class Suggestions {
  /** Ours, and what others call it. */
  private static final String OTHERS =
      """
      dense <- linear fc fully_connected affine
      conv_transpose2d <- conv2dtranspose convtranspose2d deconv2d
      depthwise_conv2d <- depthwiseconv2d
      batch_norm <- batchnorm batchnormalization batchnorm1d batchnorm2d
      layer_norm <- layernorm layernormalization
      group_norm <- groupnorm groupnormalization
      rms_norm <- rmsnorm
      lrn <- localresponsenorm
      global_avg_pool2d <- globalaveragepooling2d adaptiveavgpool2d
      global_max_pool2d <- globalmaxpooling2d adaptivemaxpool2d
      avg_pool2d <- averagepooling2d avgpool2d
      max_pool2d <- maxpooling2d maxpool2d
      rnn <- simplernn
      lstm_cell <- lstmcell
      gru_cell <- grucell
      rnn_cell <- rnncell simplernncell
      concat <- cat concatenate
      argmax <- arg_max
      leaky_relu <- leakyrelu
      hard_swish <- hardswish
      hard_sigmoid <- hardsigmoid
      silu <- swish
      log_softmax <- logsoftmax
      where <- select
      gather <- index_select take
      multi_head_attention <- multiheadattention
      cross_entropy <- crossentropyloss crossentropy categorical_crossentropy sparse_categorical_crossentropy softmax_cross_entropy nllloss
      binary_cross_entropy <- bceloss bcewithlogitsloss binary_crossentropy
      mse <- mseloss mean_squared_error meansquarederror
      mae <- l1loss mean_absolute_error meanabsoluteerror
      huber <- smoothl1loss huberloss
      out <- filters out_channels
      stride <- strides
      kernel <- kernel_size pool_size
      bias <- use_bias
      units <- num_units hidden_size out_features
      heads <- num_heads
      rate <- p
      epsilon <- eps
      dilation <- dilation_rate
      dim <- embedding_dim output_dim
      smoothing <- label_smoothing
      ignore <- ignore_index
      init <- kernel_initializer
      slope <- negative_slope
      multiplier <- depth_multiplier
      lr <- learning_rate
      axis <- dims
      batch <- batch_size
      epochs <- num_epochs max_epochs
      clip_norm <- max_grad_norm
      seed <- random_state
      f32 <- float float32 double float64 f64 real
      i32 <- int int32 int64 long
      bool <- boolean
      """;

  private static final Map<String, String> FOREIGN =
      OTHERS
          .lines()
          .map(line -> line.split(" <- "))
          .flatMap(l -> Arrays.stream(l[1].split(" ")).map(other -> Map.entry(other, l[0])))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Suggestions() {}

  /** What frameworks call otherwise, or the same word in other letters. */
  static Optional<String> foreign(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    String other = FOREIGN.getOrDefault(lower, lower);
    return !other.equals(name) && known.contains(other) ? Optional.of(other) : Optional.empty();
  }

  /** Truth values as other languages write them. */
  static Optional<String> truth(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean truth = lower.equals("true") || lower.equals("false");
    return truth ? Optional.of("'" + lower + "'") : Optional.empty();
  }

  /** The end of a message about a name that is not known; empty if nothing comes to mind. */
  static String ending(String name, Collection<String> known) {
    return foreign(name, known)
        .map(n -> "; it is called '" + n + "' here")
        .or(() -> near(name, known).map(n -> "; did you mean '" + n + "'?"))
        .orElse("");
  }

  /** The nearest known name at a distance of at most 2. */
  static Optional<String> near(String name, Collection<String> known) {
    String best = null;
    int least = name.length() <= 3 ? 2 : 3;
    for (String k : known) {
      int d = distance(name, k);
      if (d < least) {
        least = d;
        best = k;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Insertions, deletions, changes and swaps of neighbours (Damerau, 1964). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j], d[i][j - 1]) + 1;
        d[i][j] = Math.min(least, d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        d[i][j] = swapped ? Math.min(d[i][j], d[i - 2][j - 2] + 1) : d[i][j];
      }
    }
    return d[a.length()][b.length()];
  }
}
