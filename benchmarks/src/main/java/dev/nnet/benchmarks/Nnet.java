package dev.nnet.benchmarks;

import dev.nnet.examples.lenet5.LeNet5;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * This project: the class of the LeNet-5 example, as an application would use it. Which emission
 * runs is decided by the JVM's flags.
 */
final class Nnet implements Contender {
  private LeNet5 net;
  private int threads;
  private int sessionBatch;
  private LeNet5.Session session;
  private Trainer trainer;

  /** Writes the weights in the network's own form. */
  static void write(LeNet5Weights weights, Path file) throws IOException {
    Map<String, StoredTensor> tensors = new TreeMap<>();
    for (LeNet5Weights.Tensor tensor : weights.tensors()) {
      tensors.put(
          tensor.path(),
          new StoredTensor(Arrays.stream(tensor.shape()).boxed().toList(), tensor.values()));
    }
    TensorFile.of(Map.of(), tensors).write(file);
  }

  @Override
  public void prepare(Workbench files, int threads) throws IOException {
    this.net = LeNet5.load(files.safetensors());
    this.threads = threads;
  }

  @Override
  public void predict(float[] images, int batch, float[] scores) {
    if (batch != sessionBatch) {
      session = net.session(batch, threads);
      sessionBatch = batch;
    }
    System.arraycopy(images, 0, session.image(), 0, batch * Workbench.PIXELS);
    session.run(batch);
    System.arraycopy(session.logits(), 0, scores, 0, batch * Workbench.CLASSES);
  }

  @Override
  public void prepareTraining(Workbench files, int threads) throws IOException {
    prepare(files, threads);
    trainer =
        Trainer.create(net.model(), "").threads(threads).optimizer("sgd(lr=0.05, momentum=0.9)");
  }

  @Override
  public double trainStep(float[] images, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      Row row = trainer.row(i);
      row.put("image", images, i * Workbench.PIXELS, Workbench.PIXELS);
      row.put("digit", labels[i]);
    }
    return trainer.step(labels.length);
  }
}
