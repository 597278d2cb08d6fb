package dev.nnet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures one contender in one fresh JVM and prints {@code name value} lines.
 *
 * <pre>{@code
 * Worker OnnxRuntime 1 target/workbench cold 1767225600000  from that epoch millisecond, call by call
 * Worker OnnxRuntime 1 target/workbench predict 32          microseconds a call, warm
 * Worker PyTorch     1 target/workbench train 64            microseconds a step, warm
 * }</pre>
 *
 * <p>Until the first prediction this class uses no lambda and no stream: setting those up would be
 * part of every contender's cold start.
 */
final class Worker {
  private static final long WARM_UP_NANOS = 10_000_000_000L;

  /** A training step is more code: on one processor the JVM compiles it for some seconds. */
  private static final long TRAINING_WARM_UP_NANOS = 20_000_000_000L;

  private static final long MEASURED_NANOS = 2_000_000_000L;

  /** Shortest time worth reading the clock for. */
  private static final long BLOCK_NANOS = 20_000_000;

  private static final int COLD_CALLS = 1_000;

  private final Contender contender;
  private final Workbench bench;
  private final int threads;

  private Worker(Contender contender, Workbench bench, int threads) {
    this.contender = contender;
    this.bench = bench;
    this.threads = threads;
  }

  public static void main(String[] arguments) throws Exception {
    Workbench bench = new Workbench(Path.of(arguments[2]));
    Worker worker = new Worker(contender(arguments[0]), bench, Integer.parseInt(arguments[1]));
    switch (arguments[3]) {
      case "cold" -> worker.cold(Long.parseLong(arguments[4]));
      case "predict" -> worker.predict(Integer.parseInt(arguments[4]));
      case "train" -> worker.train(Integer.parseInt(arguments[4]));
      default -> throw new IllegalArgumentException("unknown measurement " + arguments[3]);
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

  /** Call by call from the start of the process, one digit each. */
  private void cold(long startedMillis) throws Exception {
    float[] image = Arrays.copyOf(bench.digits().images(), Workbench.PIXELS);
    float[] scores = new float[Workbench.CLASSES];
    contender.prepare(bench, threads);
    double[] micros = new double[COLD_CALLS];
    long firstMillis = 0;
    for (int call = 0; call < COLD_CALLS; call++) {
      long begin = System.nanoTime();
      contender.predict(image, 1, scores);
      micros[call] = (System.nanoTime() - begin) / 1e3;
      if (call == 0) {
        firstMillis = System.currentTimeMillis() - startedMillis;
      }
    }
    print("first", firstMillis);
    print("call1", micros[0]);
    // One call is at the mercy of the scheduler, so its neighbours vote.
    print("call10", Spread.of(Arrays.copyOfRange(micros, 7, 12)).median());
    print("call1000", Spread.of(Arrays.copyOfRange(micros, 900, COLD_CALLS)).median());
  }

  private void predict(int batch) throws Exception {
    float[] images = Arrays.copyOf(bench.digits().images(), batch * Workbench.PIXELS);
    float[] scores = new float[batch * Workbench.CLASSES];
    contender.prepare(bench, threads);
    contender.predict(images, batch, scores);
    System.out.println("scores " + Agreement.normalised(scores));
    measure(() -> contender.predict(images, batch, scores), WARM_UP_NANOS);
  }

  private void train(int batch) throws Exception {
    Workbench.Digits digits = bench.digits();
    float[] images = Arrays.copyOf(digits.images(), batch * Workbench.PIXELS);
    int[] labels = Arrays.copyOf(digits.labels(), batch);
    contender.prepareTraining(bench, threads);
    print("scores", contender.trainStep(images, labels));
    measure(() -> contender.trainStep(images, labels), TRAINING_WARM_UP_NANOS);
  }

  /** Something timed. */
  private interface Call {
    void run() throws Exception;
  }

  /** Warms up, then prints the median time of a call over blocks of calls. */
  private static void measure(Call call, long warmUp) throws Exception {
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
  private static long peakKilobytes() throws IOException {
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
