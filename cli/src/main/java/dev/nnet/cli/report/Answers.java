package dev.nnet.cli.report;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Element;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What a network answers to test examples, beside what is right.
 *
 * @param examples that were asked
 * @param classes what they are called; empty if the network does not classify
 * @param confusion how often an example of a class (row) got an answer (column)
 * @param pairs right number and answer, for a network that foretells one number
 * @param worst the examples that it is most wrong about, the worst first
 */
public record Answers(
    int examples,
    List<String> classes,
    int[][] confusion,
    List<double[]> pairs,
    List<Mistake> worst) {
  /** How many were right, of a network that classifies. */
  public int right() {
    int right = 0;
    for (int c = 0; c < confusion.length; c++) {
      right += confusion[c][c];
    }
    return right;
  }

  /** Mistakes that are shown. */
  private static final int WORST = 32;

  private static final int PAIRS = 2_000;
  private static final int BATCH = 32;

  /**
   * An example that the network is wrong about.
   *
   * @param number in the data
   * @param share the probability that it gives its answer, or how far it is off
   */
  public record Mistake(int number, Given given, String right, String answer, double share) {}

  /** Asks a model about all examples. */
  public static Answers of(Model model, Dataset test) {
    ModelSpec spec = model.spec();
    Optional<Scores> scores = Scores.of(spec);
    Asking asking =
        scores.isPresent()
            ? new Classes(scores.get(), model.classNames())
            : number(spec).map(p -> (Asking) new Numbers(p[0], p[1])).orElse(null);
    if (asking == null) {
      return new Answers(0, List.of(), new int[0][], List.of(), List.of());
    }
    try (Session session = model.session(Math.min(BATCH, test.size()))) {
      for (int from = 0; from < test.size(); from += session.maxBatch()) {
        int count = Math.min(session.maxBatch(), test.size() - from);
        for (int i = 0; i < count; i++) {
          test.read(from + i, session.row(i));
        }
        session.run(count);
        for (int i = 0; i < count; i++) {
          asking.hear(session, i, from + i, model);
        }
      }
    }
    return asking.answers(test.size());
  }

  /** The only target and output that are one number of an example each. */
  private static Optional<BorderSpec[]> number(ModelSpec spec) {
    List<BorderSpec> targets = single(spec, Kind.TARGET);
    List<BorderSpec> outputs = single(spec, Kind.OUTPUT);
    return targets.size() == 1 && outputs.size() == 1
        ? Optional.of(new BorderSpec[] {targets.get(0), outputs.get(0)})
        : Optional.empty();
  }

  private static List<BorderSpec> single(ModelSpec spec, Kind kind) {
    return spec.borders().stream()
        .filter(b -> b.kind() == kind && b.element() == Element.F32)
        .filter(b -> !b.ragged() && b.valuesPerExample() == 1)
        .toList();
  }

  /** Gathers answers. */
  private abstract static class Asking {
    /** The mistakes so far, the smallest first. */
    final PriorityQueue<Mistake> worst =
        new PriorityQueue<>(
            Comparator.comparingDouble(Mistake::share).thenComparing(m -> -m.number()));

    abstract void hear(Session session, int slot, int number, Model model);

    abstract Answers answers(int examples);

    boolean counts(double share) {
      return worst.size() < WORST || share > worst.peek().share();
    }

    void add(Mistake mistake) {
      worst.add(mistake);
      if (worst.size() > WORST) {
        worst.poll();
      }
    }

    List<Mistake> sorted() {
      List<Mistake> all = new ArrayList<>(worst);
      all.sort(worst.comparator().reversed());
      return all;
    }
  }

  private static final class Classes extends Asking {
    private final Scores scores;
    private final String[] names;
    private final int[][] confusion;

    Classes(Scores scores, ClassNames known) {
      this.scores = scores;
      int count = scores.label().bound();
      this.names = new String[count];
      this.confusion = new int[count][count];
      Arrays.setAll(names, c -> known.name(scores.label().name(), c));
    }

    @Override
    void hear(Session session, int slot, int number, Model model) {
      int count = names.length;
      float[] output =
          Arrays.copyOfRange(
              session.output(scores.output().name()), slot * count, (slot + 1) * count);
      int label = session.intTarget(scores.label().name())[slot];
      int answer = Scores.best(output);
      confusion[label][answer]++;
      double share = answer == label ? 0 : Scores.shares(output)[answer];
      if (answer != label && counts(share)) {
        Given given = Given.of(session, slot, model);
        add(new Mistake(number, given, names[label], names[answer], share));
      }
    }

    @Override
    Answers answers(int examples) {
      return new Answers(examples, List.of(names), confusion, List.of(), sorted());
    }
  }

  private static final class Numbers extends Asking {
    private final BorderSpec target;
    private final BorderSpec output;
    private final List<double[]> pairs = new ArrayList<>();

    Numbers(BorderSpec target, BorderSpec output) {
      this.target = target;
      this.output = output;
    }

    @Override
    void hear(Session session, int slot, int number, Model model) {
      double right = session.target(target.name())[slot];
      double answer = session.output(output.name())[slot];
      if (pairs.size() < PAIRS) {
        pairs.add(new double[] {right, answer});
      }
      double off = Math.abs(right - answer);
      if (counts(off)) {
        Given given = Given.of(session, slot, model);
        String shown = LineChart.figure(answer);
        add(new Mistake(number, given, LineChart.figure(right), shown, off));
      }
    }

    @Override
    Answers answers(int examples) {
      return new Answers(examples, List.of(), new int[0][], pairs, sorted());
    }
  }
}
