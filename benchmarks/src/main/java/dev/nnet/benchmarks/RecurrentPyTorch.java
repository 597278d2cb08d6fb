package dev.nnet.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.recurrent.RNN;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.nnet.runtime.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains a recurrent layer between an embedding and scores in PyTorch (libtorch through DJL): its
 * own embedding, layer, loss and Adam, with the weights of ours.
 */
final class RecurrentPyTorch implements AutoCloseable {
  private final String kind;
  private final int units;
  private final NDManager manager;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Optimizer adam;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();

  /**
   * @param kind {@code lstm}, {@code gru} or {@code rnn}: gates lie in PyTorch's order in ours too
   */
  RecurrentPyTorch(Weights ours, String kind, int threads) {
    // read when the engine's library is loaded
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    this.kind = kind;
    this.manager = Engine.getEngine("PyTorch").newBaseManager();
    this.adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
    String layer = "logits/" + kind + "_1.";
    List<Integer> recurrent = ours.shape(layer + "recurrent");
    this.units = recurrent.get(1);
    float[] second = new float[recurrent.get(0)];
    if (kind.equals("gru")) {
      System.arraycopy(ours.get(layer + "inner"), 0, second, 2 * units, units);
    }
    parameter(ours, "logits/embedding_1.weight");
    parameter(ours, layer + "weight");
    parameter(ours, layer + "recurrent");
    parameter(ours, layer + "bias");
    parameter("second", second, new Shape(second.length));
    parameter(ours, "logits/dense_1.weight");
    parameter(ours, "logits/dense_1.bias");
  }

  private void parameter(Weights ours, String path) {
    long[] sizes = ours.shape(path).stream().mapToLong(Integer::longValue).toArray();
    parameter(path, ours.get(path), new Shape(sizes));
  }

  private void parameter(String name, float[] values, Shape shape) {
    NDArray array = manager.create(FloatBuffer.wrap(values), shape);
    array.setRequiresGradient(true);
    parameters.put(name, array);
  }

  /** A training step; the loss before it. */
  double step(int[] words, int[] next, int batch) {
    try (NDManager scope = manager.newSubManager()) {
      double mean;
      try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray logits = logits(scope, words, batch);
        NDArray labels = scope.create(longs(next));
        NDArray l = loss.evaluate(new NDList(labels), new NDList(logits));
        gradients.backward(l);
        mean = l.getFloat();
      }
      parameters.forEach((name, p) -> adam.update(name, p, p.getGradient()));
      return mean;
    }
  }

  private NDArray logits(NDManager scope, int[] words, int batch) {
    List<NDArray> p = new ArrayList<>(parameters.values());
    NDArray index = scope.create(longs(words)).reshape(batch, -1);
    NDArray x = extension(index).embedding(index, p.get(0), SparseFormat.DENSE).get(0);
    NDList weights = new NDList(p.subList(1, 5));
    NDArray zeros = scope.zeros(new Shape(1, batch, units));
    NDArrayEx e = extension(x);
    NDList y =
        switch (kind) {
          case "lstm" ->
              e.lstm(x, new NDList(zeros, zeros), weights, true, 1, 0, true, false, true);
          case "gru" -> e.gru(x, zeros, weights, true, 1, 0, true, false, true);
          default -> e.rnn(x, zeros, weights, true, 1, RNN.Activation.TANH, 0, true, false, true);
        };
    NDArray rows = y.get(0).reshape(-1, units);
    return extension(rows).linear(rows, p.get(5), p.get(6)).singletonOrThrow();
  }

  private static NDArrayEx extension(NDArray array) {
    return array.getNDArrayInternal();
  }

  private static long[] longs(int[] values) {
    return IntStream.of(values).asLongStream().toArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
