package dev.nnet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures one contender in one fresh JVM and prints {@code name value} lines.
 *
 * <pre>{@code
 * Worker OnnxRuntime LeNet5 1 target/workbench 3 cold 1767225600000  call by call from then on
 * Worker OnnxRuntime LeNet5 1 target/workbench 3 predict 32          microseconds a call, warm
 * Worker PyTorch     LeNet5 1 target/workbench 6 train 64            microseconds a step, warm
 * }</pre>
 *
 * <p>Until the first prediction this class uses no lambda and no stream: setting those up would be
 * part of every contender's cold start.
 */
final class Worker {
  private static final long MEASURED_NANOS = 2_000_000_000L;

  /** Shortest time worth reading the clock for. */
  private static final long BLOCK_NANOS = 20_000_000;

  private static final int COLD_CALLS = 1_000;

  /** Calls from a cold JVM take this long at most. */
  private static final long COLD_NANOS = 20_000_000_000L;

  private final Contender contender;
  private final Workbench bench;
  private final Subject subject;
  private final int threads;
  private final long warmUp;

  private Worker(Contender contender, Workbench bench, int threads, long warmUp) {
    this.contender = contender;
    this.bench = bench;
    this.subject = bench.subject();
    this.threads = threads;
    this.warmUp = warmUp;
  }

  public static void main(String[] arguments) throws Exception {
    Workbench bench = new Workbench(Path.of(arguments[3]), Subject.of(arguments[1]));
    int threads = Integer.parseInt(arguments[2]);
    long warmUp = Long.parseLong(arguments[4]) * 1_000_000_000;
    Worker worker = new Worker(contender(arguments[0]), bench, threads, warmUp);
    switch (arguments[5]) {
      case "cold" -> worker.cold(Long.parseLong(arguments[6]));
      case "predict" -> worker.predict(Integer.parseInt(arguments[6]));
      case "train" -> worker.train(Integer.parseInt(arguments[6]));
      default -> throw new IllegalArgumentException("unknown measurement " + arguments[5]);
    }
    System.out.println("java " + Runtime.version());
    print("peak", peakKilobytes() / 1024.0);
    // Some engines leave threads behind.
    System.exit(0);
  }

  private static Contender contender(String name) {
    return switch (name) {
      case "Nnet" -> new Nnet();
      case "OnnxRuntime" -> new OnnxRuntime();
      case "PyTorch" -> new PyTorch();
      case "Deeplearning4j" -> new Deeplearning4j();
      default -> throw new IllegalArgumentException("unknown contender " + name);
    };
  }

  /** Call by call from the start of the process, one image each. */
  private void cold(long startedMillis) throws Exception {
    float[] image = Arrays.copyOf(bench.examples().images(), subject.pixels());
    float[] scores = new float[subject.classes()];
    contender.prepare(bench, threads);
    double[] micros = new double[COLD_CALLS];
    long firstMillis = 0;
    int calls = 0;
    long end = System.nanoTime() + COLD_NANOS;
    while (calls < COLD_CALLS && System.nanoTime() < end) {
      long begin = System.nanoTime();
      contender.predict(image, 1, scores);
      micros[calls++] = (System.nanoTime() - begin) / 1e3;
      if (calls == 1) {
        firstMillis = System.currentTimeMillis() - startedMillis;
      }
    }
    print("first", firstMillis);
    print("call1", micros[0]);
    // One call is at the mercy of the scheduler, so its neighbours vote.
    print("call10", Spread.of(Arrays.copyOfRange(micros, 7, 12)).median());
    print("late", Spread.of(Arrays.copyOfRange(micros, calls * 9 / 10, calls)).median());
  }

  private void predict(int batch) throws Exception {
    float[] images = Arrays.copyOf(bench.examples().images(), batch * subject.pixels());
    float[] scores = new float[batch * subject.classes()];
    contender.prepare(bench, threads);
    contender.predict(images, batch, scores);
    System.out.println("scores " + Agreement.normalised(scores, subject.classes()));
    measure(() -> contender.predict(images, batch, scores));
  }

  private void train(int batch) throws Exception {
    Workbench.Examples examples = bench.examples();
    float[] images = Arrays.copyOf(examples.images(), batch * subject.pixels());
    int[] labels = Arrays.copyOf(examples.labels(), batch);
    contender.prepareTraining(bench, threads);
    double loss = contender.trainStep(images, labels);
    if (subject.deterministic()) {
      print("scores", loss);
    }
    measure(() -> contender.trainStep(images, labels));
  }

  /** Something timed. */
  private interface Call {
    void run() throws Exception;
  }

  /** Warms up, then prints the median time of a call over blocks of calls. */
  private void measure(Call call) throws Exception {
    long calls = 0;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < warmUp) {
      call.run();
      calls++;
    }
    long perBlock = Math.max(1, BLOCK_NANOS * calls / warmUp);
    double[] micros = new double[(int) (4 * MEASURED_NANOS / BLOCK_NANOS)];
    int blocks = 0;
    begin = System.nanoTime();
    while (System.nanoTime() - begin < MEASURED_NANOS && blocks < micros.length) {
      long start = System.nanoTime();
      for (long i = 0; i < perBlock; i++) {
        call.run();
      }
      micros[blocks++] = (System.nanoTime() - start) / 1e3 / perBlock;
    }
    print("micros", Spread.of(Arrays.copyOf(micros, blocks)).median());
  }

  /** Largest resident set of this process so far, in kilobytes; 0 where the system has no /proc. */
  static long peakKilobytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static void print(String name, double value) {
    System.out.println(name + " " + value);
  }
}
