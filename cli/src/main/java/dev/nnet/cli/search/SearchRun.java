package dev.nnet.cli.search;

import dev.nnet.cli.report.SearchPage;
import dev.nnet.cli.search.Trial.Outcome;
import dev.nnet.cli.search.TrialRunner.Ran;
import dev.nnet.cli.search.TrialsFile.Start;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.Search;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.text.Call;
import dev.nnet.runtime.train.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains the trials of a search, and keeps what it learns in a folder.
 *
 * <pre>
 * penguins.search/trials.jsonl         a line for everything that happened
 * penguins.search/best.safetensors     the weights of the best trial so far
 * penguins.search/search.html          the trials so far as a page
 * penguins.search/trial-3.checkpoint   where trial 3 stands, while it may go on
 * </pre>
 *
 * Seed and text decide everything but the seconds: a search that was killed and goes on makes the
 * same trials, figures and weights as one that never was.
 */
public final class SearchRun {
  private final Search search;
  private final Objective objective;
  private final TrialsFile file;
  private final Path weights;
  private final Path page;
  private final ElaboratedNetwork network;
  private final List<Trial> trials = new ArrayList<>();
  private final List<Round> rounds;
  private final TrialRunner runner;

  /**
   * @param network as the text has it, whose search it is
   * @param folder for its files
   * @param every how much of a trial a kill may cost, an epoch more or less
   */
  public SearchRun(
      Source source,
      CompiledNetwork network,
      Examples examples,
      int threads,
      Path folder,
      Duration every)
      throws IOException {
    Files.createDirectories(folder);
    this.search = network.elaborated().search().orElseThrow();
    this.objective = Objective.of(Call.parse(search.objective()));
    this.file = new TrialsFile(folder.resolve("trials.jsonl"));
    this.weights = folder.resolve("best.safetensors");
    this.page = folder.resolve("search.html");
    this.network = network.elaborated();
    new Points(search).trials().forEach(s -> trials.add(new Trial(trials.size() + 1, s)));
    int epochs = network.spec().train("").settings().epochs();
    this.rounds = Round.of(trials.size(), search.halving(), epochs);
    String name = network.elaborated().name();
    this.runner = new TrialRunner(source, name, objective, examples, threads, file, folder, every);
  }

  /** How many trials there are. */
  public int trials() {
    return trials.size();
  }

  /** Whether the folder has a search, to go on with or to replace. */
  public boolean exists() {
    return file.exists();
  }

  /** Begins; what another search left is removed. */
  public void begin(Start start) throws IOException {
    file.begin(start);
    Files.deleteIfExists(weights);
    for (Trial trial : trials) {
      runner.forget(trial);
    }
  }

  /**
   * Goes on where the folder's search stands.
   *
   * @throws IOException if there is none, or it is of another text or of other data
   */
  public void resume(Start start) throws IOException {
    if (!file.exists()) {
      throw new IOException("there is no search to go on with in " + weights.getParent());
    }
    Start before = file.start();
    String other =
        !before.text().equals(start.text()) || !before.network().equals(start.network())
            ? "the text has changed"
            : !before.data().equals(start.data()) || before.examples() != start.examples()
                ? "the data have changed: " + before.examples() + " examples of " + before.data()
                : "";
    if (!other.isEmpty()) {
      throw new IOException(
          other
              + " since this search began at "
              + before.time()
              + "; without --resume it begins anew");
    }
    file.restore(trials);
  }

  /** Runs what is left of the search. */
  public void run() throws IOException {
    List<Trial> left = trials;
    for (Round round : rounds) {
      if (round.number() > 1) {
        left = ranking(left).filter(Trial::ranked).limit(round.trials()).toList();
        forgetAllBut(left);
      }
      if (rounds.size() > 1) {
        System.out.printf(
            "round %d of %d: %d trials%n", round.number(), rounds.size(), left.size());
      }
      for (Trial trial : left) {
        if (!trial.ended(round)) {
          run(trial, round);
        }
      }
    }
    forgetAllBut(List.of());
  }

  private void run(Trial trial, Round round) throws IOException {
    if (round.number() == 1) {
      file.begin(trial);
    }
    Ran ran = runner.run(trial, round);
    Outcome o = ran.outcome();
    boolean better =
        round.last()
            && o.value() != null
            && best().map(b -> objective.better(o.value(), b.outcome().value())).orElse(true);
    if (better) {
      ran.model().orElseThrow().save(weights); // before the line that says so
    }
    file.end(trial, o);
    draw();
    String came = o.problem() != null ? "failed: " + o.problem() : figure(o);
    System.out.printf(
        Locale.ROOT,
        "trial %2d  %s  %s  %.1f s%s%n",
        trial.number(),
        trial,
        came,
        o.seconds(),
        better ? "  best so far" : "");
  }

  private String figure(Outcome o) {
    return String.format(
        Locale.ROOT, "%d epochs  %s %.4f", o.epochs(), objective.metric(), o.value());
  }

  private void forgetAllBut(List<Trial> left) throws IOException {
    for (Trial trial : trials) {
      if (!left.contains(trial)) {
        runner.forget(trial);
      }
    }
  }

  /** From the best to those that failed. */
  private Stream<Trial> ranking(List<Trial> of) {
    Comparator<Trial> order = Comparator.comparing(t -> !t.ranked());
    return of.stream()
        .filter(t -> t.outcome() != null)
        .sorted(
            order
                .thenComparing(t -> -t.outcome().round())
                .thenComparing(Trial::outcome, this::compare)
                .thenComparing(Trial::number));
  }

  private int compare(Outcome a, Outcome b) {
    if (a.value() == null || b.value() == null) {
      return 0;
    }
    return objective.better(a.value(), b.value())
        ? -1
        : objective.better(b.value(), a.value()) ? 1 : 0;
  }

  /** The best trial that was trained to its end; nothing if there is none. */
  private Optional<Trial> best() {
    int last = rounds.get(rounds.size() - 1).number();
    return ranking(trials).filter(t -> t.ranked() && t.outcome().round() == last).findFirst();
  }

  /**
   * What was found.
   *
   * @param trial its number
   * @param call the network with its settings, as a text would call it
   * @param network that network
   * @param weights where they lie
   */
  public record Best(int trial, String call, CompiledNetwork network, Path weights) {}

  /** The best trial; nothing if none came to its end. */
  public Optional<Best> found() {
    return best()
        .map(t -> new Best(t.number(), search.call(t.settings()), runner.compile(t), weights));
  }

  /** All trials in lines of a table, the best first. */
  public List<String> table() {
    List<List<String>> rows = rows();
    int[] widths = new int[rows.get(0).size()];
    rows.forEach(r -> Arrays.setAll(widths, k -> Math.max(widths[k], r.get(k).length())));
    return rows.stream().map(r -> line(r, widths)).toList();
  }

  /** The head, and what there is of each trial. */
  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("trial"));
    search.ranges().forEach(r -> head.add(r.name()));
    head.addAll(List.of("epochs", objective.metric()));
    rows.add(head);
    ranking(trials).forEach(t -> rows.add(row(t)));
    return rows;
  }

  private void draw() throws IOException {
    List<Trial> known = trials.stream().filter(t -> t.outcome() != null).toList();
    String status = known.size() + " of " + trials.size() + " trials";
    List<Double> values = known.stream().map(t -> t.outcome().value()).toList();
    new SearchPage(network, search.objective(), status, values, rows()).write(page);
  }

  private static List<String> row(Trial trial) {
    Outcome o = trial.outcome();
    List<String> row = new ArrayList<>(List.of(Integer.toString(trial.number())));
    row.addAll(trial.texts().values());
    row.add(Integer.toString(o.epochs()));
    row.add(o.value() == null ? "failed" : String.format(Locale.ROOT, "%.4f", o.value()));
    return row;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int k = 0; k < widths.length; k++) {
      int gap = widths[k] - cells.get(k).length();
      line.append("  ".repeat(k == 0 ? 0 : 1)).append(" ".repeat(gap)).append(cells.get(k));
    }
    return line.toString();
  }
}
