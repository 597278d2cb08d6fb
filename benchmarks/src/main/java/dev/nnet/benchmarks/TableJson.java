package dev.nnet.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table for programs: of each row and column the median, smallest and largest value.
 *
 * <pre>{@code
 * {"network": "LeNet5", "jdk": "17.0.15+6", "threads": 1, "pinned": true, "starts": 5, "rows": {
 *   "predict, batch 1, us": {"nnet": [21.9, 21.5, 22.8], "ONNX Runtime": [48.0, 47.2, 50.1]}, ..}}
 * }</pre>
 */
record TableJson(
    String network,
    String jdk,
    int threads,
    boolean pinned,
    int starts,
    Map<String, Map<String, Spread>> rows) {

  /** All tables as an array. */
  static String of(List<TableJson> tables) {
    return tables.stream().map(TableJson::text).collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private String text() {
    String figures =
        rows.entrySet().stream()
            .map(e -> quoted(e.getKey()) + ": " + row(e.getValue()))
            .collect(Collectors.joining(",\n  ", "{\n  ", "}"));
    return "{\"network\": %s, \"jdk\": %s, \"threads\": %d, \"pinned\": %b, \"starts\": %d, \"rows\": %s}"
        .formatted(quoted(network), quoted(jdk), threads, pinned, starts, figures);
  }

  private static String row(Map<String, Spread> cells) {
    return cells.entrySet().stream()
        .map(e -> quoted(e.getKey()) + ": " + values(e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String values(Spread s) {
    return List.of(s.median(), s.smallest(), s.largest()).toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
