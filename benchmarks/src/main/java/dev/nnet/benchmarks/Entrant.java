package dev.nnet.benchmarks;

import java.util.List;

/**
 * A column of the table: an engine together with the JVM flags it is started with.
 *
 * @param label heading of the column
 * @param contender name the {@link Worker} knows it by, and of its class path file
 * @param flags JVM flags of its workers
 * @param trains whether the engine can train
 */
record Entrant(String label, String contender, List<String> flags, boolean trains) {
  /** The engine whose inference times are 1.00. */
  static final String INFERENCE_REFERENCE = "ONNX Runtime";

  /** The engine whose training times are 1.00. */
  static final String TRAINING_REFERENCE = "PyTorch (DJL)";

  static final List<Entrant> ALL =
      List.of(
          new Entrant("nnet", "Nnet", List.of("--add-modules", "jdk.incubator.vector"), true),
          new Entrant("nnet plain", "Nnet", List.of("-Dnnet.vector=false"), true),
          new Entrant(INFERENCE_REFERENCE, "OnnxRuntime", List.of(), false),
          new Entrant(TRAINING_REFERENCE, "PyTorch", List.of("-Dai.djl.offline=true"), true),
          new Entrant("Deeplearning4j", "Deeplearning4j", List.of(), true));
}
