package dev.nnet.benchmarks;

import java.util.List;

/**
 * A column of the table: an engine together with the JVM flags it is started with.
 *
 * @param label heading of the column
 * @param contender name the {@link Worker} knows it by, and of its class path file
 * @param flags JVM flags of its workers
 * @param trains whether the engine can train
 * @param archive what it starts from; one that starts from something is for the cold rows only
 * @param warmUp seconds until its code is compiled, times two for a training step
 */
record Entrant(
    String label,
    String contender,
    List<String> flags,
    Archive archive,
    boolean trains,
    int warmUp) {
  /** The engine whose inference times are 1.00. */
  static final String INFERENCE_REFERENCE = "ONNX Runtime";

  /** The engine whose training times are 1.00. */
  static final String TRAINING_REFERENCE = "PyTorch (DJL)";

  private static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");
  private static final List<String> PLAIN = List.of("-Dnnet.vector=false");

  static final List<Entrant> ALL =
      List.of(
          of("nnet", "Nnet", VECTOR, true, 10),
          of("nnet plain", "Nnet", PLAIN, true, 10),
          archived("nnet, classes", VECTOR, Archive.CLASSES),
          archived("nnet plain, classes", PLAIN, Archive.CLASSES),
          archived("nnet plain, ahead", PLAIN, Archive.AHEAD),
          of(INFERENCE_REFERENCE, "OnnxRuntime", List.of(), false, 3),
          of(TRAINING_REFERENCE, "PyTorch", List.of("-Dai.djl.offline=true"), true, 3),
          of("Deeplearning4j", "Deeplearning4j", List.of(), true, 10));

  private static Entrant of(
      String label, String contender, List<String> flags, boolean trains, int warmUp) {
    return new Entrant(label, contender, flags, Archive.NONE, trains, warmUp);
  }

  private static Entrant archived(String label, List<String> flags, Archive archive) {
    return new Entrant(label, "Nnet", flags, archive, false, 0);
  }

  /** Whether it takes part in what a worker measures. */
  boolean measures(String measurement) {
    return measurement.equals("cold")
        || archive == Archive.NONE && (trains || !measurement.equals("train"));
  }

  /** Whether the engine has the network: Deeplearning4j's is written by hand for LeNet-5. */
  boolean takes(Subject subject) {
    return !contender.equals("Deeplearning4j") || subject.name().equals("LeNet5");
  }

  /** Seconds of calls before any is timed: large networks have more code. */
  int warmUp(Subject subject, boolean training) {
    return warmUp * (training ? 2 : 1) * (subject.size() > 100 && contender.equals("Nnet") ? 4 : 1);
  }
}
