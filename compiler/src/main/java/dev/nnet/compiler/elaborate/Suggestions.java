package dev.nnet.compiler.elaborate;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses what was meant by a name that is not known. */
final class Suggestions {
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("linear", "dense"),
          Map.entry("fc", "dense"),
          Map.entry("fully_connected", "dense"),
          Map.entry("filters", "out"),
          Map.entry("out_channels", "out"),
          Map.entry("strides", "stride"),
          Map.entry("kernel_size", "kernel"),
          Map.entry("use_bias", "bias"),
          Map.entry("num_units", "units"),
          Map.entry("hidden_size", "units"),
          Map.entry("num_heads", "heads"),
          Map.entry("globalaveragepooling2d", "global_avg_pool2d"),
          Map.entry("averagepooling2d", "avg_pool2d"),
          Map.entry("maxpooling2d", "max_pool2d"),
          Map.entry("maxpool2d", "max_pool2d"),
          Map.entry("avgpool2d", "avg_pool2d"));

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
