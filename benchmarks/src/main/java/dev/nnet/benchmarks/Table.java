package dev.nnet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures all entrants in turns, each time in a fresh JVM, and prints one table per thread count.
 *
 * <p>Entrants alternate within a round and rounds repeat, so that a slow minute of the machine hits
 * all of them; a cell is the median over the rounds with smallest and largest in brackets, and the
 * line below it is the ratio to the reference of that row. Arguments, all optional:
 *
 * <pre>{@code
 * --java /path/to/java   the JVM to measure on (this one)
 * --starts 5             fresh JVMs for each cell
 * --threads 1,2          thread counts, one table each
 * --only nnet,ONNX       columns whose heading starts so
 * --networks LeNet5,LSTM one table each, all of Subject and RecurrentTable if unsaid
 * --rows cold            of predict, train and cold only these
 * --json FILE            the same figures for programs
 * }</pre>
 */
final class Table {

  /** A row: which worker measures it, the value it prints, and how the value is shown. */
  private record Row(
      String label, String measurement, String argument, String value, double unit, int digits) {}

  private static List<Row> rows(Subject subject) {
    List<Row> rows = new ArrayList<>();
    boolean small = subject.size() < 100;
    for (int batch : subject.batches()) {
      String label = "predict, batch " + batch + (small ? ", us" : ", ms");
      rows.add(
          new Row(label, "predict", batch + "", "micros", small ? 1 : 1e-3, batch == 1 ? 1 : 0));
    }
    String trained = Integer.toString(subject.trained());
    String step = "training step, batch " + trained + ", ms";
    rows.add(new Row(step, "train", trained, "micros", 1e-3, small ? 2 : 0));
    rows.add(new Row("process start to answer, ms", "cold", "now", "first", 1, 0));
    rows.add(new Row("call 1 after start, us", "cold", "now", "call1", 1, 0));
    rows.add(new Row("call 10, us", "cold", "now", "call10", 1, 0));
    rows.add(new Row("call 1000, or after 20 s, us", "cold", "now", "late", 1, 0));
    rows.add(new Row("peak memory, predicting, MB", "cold", "now", "peak", 1, 0));
    rows.add(new Row("peak memory, training, MB", "train", trained, "peak", 1, 0));
    return rows;
  }

  private static final int LABEL_WIDTH = 30;
  private static final int CELL_WIDTH = 24;

  private final Launch launch;
  private final List<Entrant> entrants;
  private final int starts;
  private final Subject subject;
  private final List<Row> rows;

  /** Everything measured: row and entrant to the values of the rounds. */
  private final Map<String, List<Double>> cells = new HashMap<>();

  /** The first report of each measurement, which the others must agree with. */
  private final Map<String, String> reports = new HashMap<>();

  private Table(
      Launch launch, Subject subject, List<Entrant> entrants, List<String> kinds, int starts) {
    this.launch = launch;
    this.subject = subject;
    this.rows = rows(subject).stream().filter(r -> kinds.contains(r.measurement)).toList();
    this.entrants = entrants;
    this.starts = starts;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path target = Path.of(System.getProperty("nnet.target"));
    Launch launch = Launch.of(Path.of(options.getOrDefault("--java", java.toString())), target);
    List<String> only = List.of(options.getOrDefault("--only", "").split(","));
    List<Entrant> entrants =
        Entrant.ALL.stream()
            .filter(entrant -> only.stream().anyMatch(entrant.label()::startsWith))
            .toList();
    int starts = Integer.parseInt(options.getOrDefault("--starts", "5"));
    List<String> kinds = List.of(options.getOrDefault("--rows", "predict,train,cold").split(","));
    List<TableJson> tables = new ArrayList<>();
    String[] counts = options.getOrDefault("--threads", "1,2").split(",");
    for (String name : options.getOrDefault("--networks", all()).split(",")) {
      if (RecurrentTable.KINDS.contains(name)) {
        for (String threads : counts) {
          tables.add(RecurrentTable.measure(launch, name, Integer.parseInt(threads), starts));
        }
        continue;
      }
      Subject subject = Subject.of(name);
      Path mnist = Path.of(System.getProperty("nnet.mnist"));
      Workbench.lay(target.resolve("workbench"), subject, mnist);
      List<Entrant> takers =
          entrants.stream()
              .filter(e -> e.takes(subject) && e.archive().known(launch.release()))
              .toList();
      for (String threads : counts) {
        Table table = new Table(launch, subject, takers, kinds, starts);
        tables.add(table.measure(Integer.parseInt(threads)));
      }
    }
    if (options.containsKey("--json")) {
      Files.writeString(Path.of(options.get("--json")), TableJson.of(tables));
    }
  }

  private static String all() {
    Stream<String> pictures = Subject.ALL.stream().map(Subject::name);
    return Stream.concat(pictures, RecurrentTable.KINDS.stream()).collect(Collectors.joining(","));
  }

  private TableJson measure(int threads) throws IOException, InterruptedException {
    String version = "";
    for (int round = 1; round <= starts; round++) {
      for (Row row : firstOfEachWorker()) {
        for (Entrant entrant : entrants) {
          if (!entrant.measures(row.measurement)) {
            continue;
          }
          System.err.printf(
              "%d thread(s), round %d of %d: %s, %s%n",
              threads, round, starts, entrant.label(), row.label);
          Map<String, String> values =
              launch.run(entrant, subject, threads, row.measurement, row.argument);
          version = values.get("java");
          record(entrant, row, values);
        }
      }
    }
    print(version, threads);
    return json(version, threads);
  }

  private TableJson json(String version, int threads) throws IOException {
    Map<String, Map<String, Spread>> figures = new LinkedHashMap<>();
    Map<String, Spread> sizes = new LinkedHashMap<>();
    for (Row row : rows) {
      Map<String, Spread> found = new LinkedHashMap<>();
      for (Entrant entrant : entrants) {
        List<Double> values = cells.get(row.label + entrant.label());
        if (values != null) {
          found.put(entrant.label(), Spread.of(values));
        }
      }
      figures.put(row.label, found);
    }
    for (Entrant entrant : entrants) {
      sizes.put(entrant.label(), Spread.of(launch.megabytes(entrant)));
    }
    figures.put("jars, MB", sizes);
    return new TableJson(subject.name(), version, threads, launch.pinned(), starts, figures);
  }

  /** One row for each distinct worker; other rows read further values of the same run. */
  private List<Row> firstOfEachWorker() {
    Map<String, Row> first = new LinkedHashMap<>();
    rows.forEach(row -> first.putIfAbsent(row.measurement + row.argument, row));
    return List.copyOf(first.values());
  }

  private void record(Entrant entrant, Row worker, Map<String, String> values) {
    String report = values.get("scores");
    if (report != null) {
      String kind = worker.measurement;
      Agreement.require(entrant.label(), report, reports.computeIfAbsent(kind, k -> report));
    }
    for (Row row : rows) {
      if (row.measurement.equals(worker.measurement) && row.argument.equals(worker.argument)) {
        cells
            .computeIfAbsent(row.label + entrant.label(), key -> new ArrayList<>())
            .add(Double.parseDouble(values.get(row.value)) * row.unit);
      }
    }
  }

  private void print(String version, int threads) throws IOException {
    System.out.printf(
        "%n%s, float32, JDK %s, %d thread%s%s, %d starts: median (smallest-largest)%n%n",
        subject.name(),
        version,
        threads,
        threads == 1 ? "" : "s",
        launch.pinned() ? ", pinned" : "",
        starts);
    line("", entrants.stream().map(Entrant::label).toList());
    for (Row row : rows) {
      String reference =
          row.measurement.equals("train")
              ? Entrant.TRAINING_REFERENCE
              : Entrant.INFERENCE_REFERENCE;
      List<Double> one = cells.get(row.label + reference);
      List<String> values = new ArrayList<>();
      List<String> ratios = new ArrayList<>();
      for (Entrant entrant : entrants) {
        List<Double> found = cells.get(row.label + entrant.label());
        values.add(found == null ? "-" : cell(Spread.of(found), row.digits));
        ratios.add(
            found == null || one == null
                ? ""
                : format(Spread.of(found).median() / Spread.of(one).median(), 2));
      }
      line(row.label, values);
      line("  x " + reference, ratios);
    }
    List<String> sizes = new ArrayList<>();
    for (Entrant entrant : entrants) {
      sizes.add(format(launch.megabytes(entrant), 1));
    }
    line("jars, MB", sizes);
  }

  private static void line(String label, List<String> values) {
    StringBuilder text = new StringBuilder(String.format("%-" + LABEL_WIDTH + "s", label));
    values.forEach(value -> text.append(String.format("%" + CELL_WIDTH + "s", value)));
    System.out.println(text);
  }

  private static String cell(Spread spread, int digits) {
    return "%s (%s-%s)"
        .formatted(
            format(spread.median(), digits),
            format(spread.smallest(), digits),
            format(spread.largest(), digits));
  }

  private static String format(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
