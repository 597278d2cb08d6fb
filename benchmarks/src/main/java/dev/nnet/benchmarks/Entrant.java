package dev.nnet.benchmarks;

import java.util.List;

/**
 * A column of the table: an engine together with the JVM flags it is started with.
 *
 * @param label heading of the column
 * @param contender name the {@link Worker} knows it by, and of its class path file
 * @param flags JVM flags of its workers
 * @param trains whether the engine can train
 * @param warmUp seconds until its code is compiled, times two for a training step
 */
record Entrant(String label, String contender, List<String> flags, boolean trains, int warmUp) {
  /** The engine whose inference times are 1.00. */
  static final String INFERENCE_REFERENCE = "ONNX Runtime";

  /** The engine whose training times are 1.00. */
  static final String TRAINING_REFERENCE = "PyTorch (DJL)";

  static final List<Entrant> ALL =
      List.of(
          new Entrant("nnet", "Nnet", List.of("--add-modules", "jdk.incubator.vector"), true, 10),
          new Entrant("nnet plain", "Nnet", List.of("-Dnnet.vector=false"), true, 10),
          new Entrant(INFERENCE_REFERENCE, "OnnxRuntime", List.of(), false, 3),
          new Entrant(TRAINING_REFERENCE, "PyTorch", List.of("-Dai.djl.offline=true"), true, 3),
          new Entrant("Deeplearning4j", "Deeplearning4j", List.of(), true, 10));

  /** Whether the engine has the network: Deeplearning4j's is written by hand for LeNet-5. */
  boolean takes(Subject subject) {
    return !contender.equals("Deeplearning4j") || subject.name().equals("LeNet5");
  }

  /** Seconds of calls before any is timed: large networks have more code. */
  int warmUp(Subject subject, boolean training) {
    return warmUp * (training ? 2 : 1) * (subject.size() > 100 && contender.equals("Nnet") ? 4 : 1);
  }
}
