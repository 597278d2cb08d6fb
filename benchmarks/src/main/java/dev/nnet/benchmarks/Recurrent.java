package dev.nnet.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.Stream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Recurrent layers beside ONNX Runtime and, for training, PyTorch, in one JVM, taking turns:
 * embedding 64, 256 units, 96 characters, 64 steps. Scores and losses are compared before any time
 * is taken. What it prints is for {@link RecurrentTable}.
 *
 * <pre>
 * Recurrent 1 lstm                  threads and layer
 * Recurrent 1 lstm nnet              trains alone, and prints its peak memory
 * </pre>
 */
public final class Recurrent {
  static final int STEPS = 64;
  private static final int CHARACTERS = 96;
  private static final int UNITS = 256;
  private static final double WARM_SECONDS = 8;
  private static final int ROUNDS = 15;

  /** Before a turn: the peer's threads spin for a while after theirs. */
  private static final int PAUSE_MILLIS = 50;

  /**
   * The beginning of a turn, which is not timed: a kernel may put threads that have slept on one
   * processor, and takes some milliseconds to part them.
   */
  private static final double BEGINNING_SECONDS = 0.05;

  private static final double TURN_SECONDS = 0.1;

  private static final String CELL =
      """
      cell my_gru(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          z = concat(x, h)     -> dense(units) -> sigmoid
          r = concat(x, h)     -> dense(units) -> sigmoid
          n = concat(x, r * h) -> dense(units) -> tanh
          next h = (1 - z) * n + z * h
      }
      """;

  /** Something timed. */
  interface Work {
    void run() throws Exception;
  }

  private Recurrent() {}

  /** The program. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    String kind = arguments[1];
    if (arguments.length == 3) {
      RecurrentTraining.alone(kind, arguments[2], threads);
    } else {
      System.out.println("java|" + Runtime.version());
      compare(kind, threads);
      if (kind.equals("gru")) {
        cells(threads);
      }
    }
    System.exit(0); // PyTorch leaves threads behind
  }

  /** Embedding, layer and scores. */
  static Network network(String layer) {
    String text =
        CELL
            + "network N {\n sequence T <= 64\n input words: index<96>[B, T]\n"
            + " target next: index<96>[B, T]\n output logits: f32[B, T, 96]\n"
            + " logits = words -> embedding(64) -> "
            + layer
            + " -> dense(96)\n"
            + " train { loss = cross_entropy(logits, next) optimizer = adam(lr=1e-3) batch = 32 }\n}";
    Diagnostics diagnostics = new Diagnostics();
    var networks =
        Compiler.compile(new Source("recurrent.nnet", text), diagnostics, StageListener.NONE);
    diagnostics.throwIfErrors();
    return networks.get(0).load();
  }

  private static void compare(String kind, int threads) throws Exception {
    Model model = Model.create(network(kind + "(256)"), 1);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    OrtSession peer = environment.createSession(RecurrentOnnx.of(model.weights(), kind), options);
    for (int batch : new int[] {1, 32}) {
      try (Session session = model.session(batch, threads)) {
        int[] words = words(batch);
        System.arraycopy(words, 0, session.intInput("words"), 0, words.length);
        Map<String, OnnxTensor> inputs = inputs(environment, kind, words, batch, STEPS);
        warm(() -> session.run(batch));
        warm(() -> peer.run(inputs).close());
        try (OrtSession.Result result = peer.run(inputs)) {
          agree(session.output("logits"), (float[][]) result.get(0).getValue());
        }
        report(
            "predict, batch " + batch + ", us",
            "ONNX Runtime",
            () -> session.run(batch),
            () -> peer.run(inputs).close());
      }
    }
    Stream stream = model.stream();
    Map<String, OnnxTensor> step = inputs(environment, kind, new int[] {5}, 1, 1);
    Work next =
        () -> {
          stream.row().put("words", 5);
          stream.next();
        };
    warm(next);
    warm(() -> peer.run(step).close());
    report("streaming step, us", "ONNX Runtime", next, () -> peer.run(step).close());
    RecurrentTraining.compare(kind, model, threads);
  }

  /** A unit that a user wrote beside the library's. */
  private static void cells(int threads) throws Exception {
    for (int batch : new int[] {1, 32}) {
      Session own = Model.create(network("scan(my_gru(256))"), 1).session(batch, threads);
      Session library = Model.create(network("gru(256, reset=before)"), 1).session(batch, threads);
      warm(() -> own.run(batch));
      warm(() -> library.run(batch));
      report(
          "user's cell, batch " + batch + ", us",
          "library's gru",
          () -> own.run(batch),
          () -> library.run(batch));
    }
  }

  /** Random texts. */
  static int[] words(int batch) {
    SplittableRandom random = new SplittableRandom(3);
    return random.ints((long) batch * STEPS, 0, CHARACTERS).toArray();
  }

  private static Map<String, OnnxTensor> inputs(
      OrtEnvironment environment, String kind, int[] words, int batch, int steps) throws Exception {
    LongBuffer indices = LongBuffer.allocate(words.length);
    for (int word : words) {
      indices.put(word);
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    long[] shape = {batch, steps};
    inputs.put("words", OnnxTensor.createTensor(environment, indices.rewind(), shape));
    for (String state : kind.equals("lstm") ? List.of("h", "c") : List.of("h")) {
      FloatBuffer zeros = FloatBuffer.allocate(batch * UNITS);
      long[] dims = {1, batch, UNITS};
      inputs.put(state, OnnxTensor.createTensor(environment, zeros, dims));
    }
    return inputs;
  }

  private static void agree(float[] ours, float[][] theirs) {
    for (int row = 0; row < theirs.length; row++) {
      for (int i = 0; i < CHARACTERS; i++) {
        if (!(Math.abs(ours[row * CHARACTERS + i] - theirs[row][i]) < 1e-4)) {
          throw new IllegalStateException(
              "scores differ at "
                  + row
                  + ": "
                  + ours[row * CHARACTERS + i]
                  + ", "
                  + theirs[row][i]);
        }
      }
    }
  }

  static void warm(Work work) throws Exception {
    run(work, WARM_SECONDS);
  }

  /** Microseconds of a run. */
  private static double time(Work work) throws Exception {
    Thread.sleep(PAUSE_MILLIS);
    run(work, BEGINNING_SECONDS);
    long start = System.nanoTime();
    int runs = run(work, TURN_SECONDS);
    return (System.nanoTime() - start) / 1e3 / runs;
  }

  /** Runs for some time; how often. */
  private static int run(Work work, double seconds) throws Exception {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int runs = 0;
    do {
      work.run();
      runs++;
    } while (System.nanoTime() < end);
    return runs;
  }

  /** Takes turns and prints both times: row, column, median, smallest, largest. */
  static void report(String row, String peer, Work ours, Work theirs) throws Exception {
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      a.add(time(ours));
      b.add(time(theirs));
    }
    print(row, "nnet", Spread.of(a));
    print(row, peer, Spread.of(b));
  }

  static void print(String row, String column, Spread spread) {
    System.out.printf(
        Locale.ROOT,
        "%s|%s|%f|%f|%f%n",
        row,
        column,
        spread.median(),
        spread.smallest(),
        spread.largest());
  }
}
