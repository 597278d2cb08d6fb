package dev.nnet.benchmarks;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** This project: a class compiled from the examples' text, used through a session. */
final class Nnet implements Contender {
  private Model model;
  private int threads;
  private Session session;
  private Trainer trainer;
  private String target;

  private static Network network(Subject subject) throws IOException {
    try {
      return (Network) Class.forName(subject.type()).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException missing) {
      throw new IOException("compile the examples first: " + missing, missing);
    }
  }

  /** Writes the weights in the network's own form. */
  static void write(Subject subject, Path file) throws IOException {
    ModelSpec spec = network(subject).spec();
    List<Weights.Tensor> weights = Weights.of(subject);
    Map<String, StoredTensor> tensors = new TreeMap<>();
    for (int i = 0; i < weights.size(); i++) {
      ParameterSpec parameter = spec.parameters().get(i);
      List<Integer> shape = Arrays.stream(weights.get(i).shape()).boxed().toList();
      tensors.put(parameter.path(), new StoredTensor(shape, weights.get(i).values()));
    }
    TensorFile.of(Map.of(), tensors).write(file);
  }

  @Override
  public void prepare(Workbench files, int threads) throws IOException {
    this.model = Model.load(network(files.subject()), files.safetensors());
    this.threads = threads;
  }

  @Override
  public void predict(float[] images, int batch, float[] scores) {
    if (session == null || batch != session.maxBatch()) {
      session = model.session(batch, threads);
    }
    System.arraycopy(images, 0, session.input("image"), 0, images.length);
    session.run(batch);
    System.arraycopy(session.output("logits"), 0, scores, 0, scores.length);
  }

  @Override
  public void prepareTraining(Workbench files, int threads) throws IOException {
    prepare(files, threads);
    target = files.subject().name().equals("LeNet5") ? "digit" : "label";
    trainer =
        Trainer.create(model, "")
            .threads(threads)
            .batch(files.subject().trained())
            .optimizer("sgd(lr=" + files.subject().rate() + ", momentum=0.9)");
  }

  @Override
  public double trainStep(float[] images, int[] labels) {
    int pixels = images.length / labels.length;
    for (int i = 0; i < labels.length; i++) {
      Row row = trainer.row(i);
      row.put("image", images, i * pixels, pixels);
      row.put(target, labels[i]);
    }
    return trainer.step(labels.length);
  }
}
