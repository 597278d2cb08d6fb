package dev.nnet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The table of a recurrent layer: {@link Recurrent} measures it in one JVM, where both sides take
 * turns, so that a start is a round of many.
 */
final class RecurrentTable {
  /** What can be asked for as a network. */
  static final Set<String> KINDS = Set.of("LSTM", "GRU", "RNN");

  private RecurrentTable() {}

  /** Measures, prints and returns the table; medians of all starts. */
  static TableJson measure(Launch launch, String name, int threads, int starts)
      throws IOException, InterruptedException {
    String kind = name.toLowerCase(Locale.ROOT);
    Map<String, Map<String, List<Spread>>> found = new LinkedHashMap<>();
    String version = "";
    for (int round = 1; round <= starts; round++) {
      System.err.printf("%d thread(s), round %d of %d: %s%n", threads, round, starts, name);
      List<String> lines = new ArrayList<>(launch.recurrent(threads, kind));
      version = lines.remove(0).substring("java|".length());
      for (String engine : List.of("nnet", RecurrentTraining.PEER)) {
        lines.addAll(launch.recurrent(threads, kind, engine));
      }
      for (String line : lines) {
        String[] f = line.split("\\|");
        found
            .computeIfAbsent(f[0], row -> new LinkedHashMap<>())
            .computeIfAbsent(f[1], column -> new ArrayList<>())
            .add(new Spread(number(f[2]), number(f[3]), number(f[4])));
      }
    }
    Map<String, Map<String, Spread>> rows = new LinkedHashMap<>();
    found.forEach(
        (row, cells) -> {
          rows.put(row, new LinkedHashMap<>());
          cells.forEach((column, spreads) -> rows.get(row).put(column, Spread.over(spreads)));
        });
    print(name, version, threads, starts, rows);
    return new TableJson(name, version, threads, launch.pinned(), starts, rows);
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static void print(
      String name, String jdk, int threads, int starts, Map<String, Map<String, Spread>> rows) {
    System.out.printf(
        "%n%s, float32, JDK %s, %d thread%s, %d starts: median (smallest-largest)%n%n",
        name, jdk, threads, threads == 1 ? "" : "s", starts);
    rows.forEach(
        (row, cells) -> {
          Spread ours = cells.get("nnet");
          cells.forEach(
              (column, s) ->
                  System.out.printf(
                      Locale.ROOT,
                      "%-30s %-16s %10.1f (%.1f-%.1f)%s%n",
                      column.equals("nnet") ? row : "",
                      column,
                      s.median(),
                      s.smallest(),
                      s.largest(),
                      column.equals("nnet")
                          ? ""
                          : String.format(
                              Locale.ROOT, "  nnet x %.2f", ours.median() / s.median())));
        });
  }
}
