package dev.nnet.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.FloatBuffer;
import java.util.List;

/** PyTorch (libtorch) through the Deep Java Library. */
final class PyTorch implements Contender {
  private static final Shape IMAGE = new Shape(1, 1, 28, 28);

  private Model model;
  private SequentialBlock network;
  private ParameterStore parameters;
  private Trainer trainer;

  @Override
  public void prepare(Workbench files, int threads) {
    load(files, threads);
    network.freezeParameters(true);
    parameters = new ParameterStore(model.getNDManager(), false);
  }

  @Override
  public void predict(float[] images, int batch, float[] scores) {
    try (NDManager scope = model.getNDManager().newSubManager()) {
      NDArray image = scope.create(cut(images, batch), new Shape(batch, 1, 28, 28));
      NDArray logits = network.forward(parameters, new NDList(image), false).singletonOrThrow();
      float[] values = logits.toFloatArray();
      System.arraycopy(values, 0, scores, 0, values.length);
    }
  }

  @Override
  public void prepareTraining(Workbench files, int threads) {
    load(files, threads);
    Optimizer sgd =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed(0.05f))
            .optMomentum(0.9f)
            .optWeightDecays(5e-4f)
            .build();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(sgd)
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(IMAGE);
  }

  @Override
  public double trainStep(float[] images, int[] labels) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      NDArray image = scope.create(cut(images, labels.length), new Shape(labels.length, 1, 28, 28));
      NDArray digit = scope.create(labels);
      double mean;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDList logits = trainer.forward(new NDList(image));
        NDArray loss = trainer.getLoss().evaluate(new NDList(digit), logits);
        gradients.backward(loss);
        mean = loss.getFloat();
      }
      trainer.step();
      return mean;
    }
  }

  private void load(Workbench files, int threads) {
    // Read when the engine's library is loaded, which the first model does.
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    model = Model.newInstance("lenet5", Device.cpu(), "PyTorch");
    network = layers();
    model.setBlock(network);
    network.initialize(model.getNDManager(), DataType.FLOAT32, IMAGE);
    List<LeNet5Weights.Tensor> tensors = files.weights().tensors();
    List<Parameter> mine = network.getParameters().values();
    for (int i = 0; i < mine.size(); i++) {
      mine.get(i).getArray().set(tensors.get(i).values());
    }
  }

  private static SequentialBlock layers() {
    return new SequentialBlock()
        .add(convolution(6, 2))
        .add(Activation::tanh)
        .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(convolution(16, 0))
        .add(Activation::tanh)
        .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(120).build())
        .add(Activation::tanh)
        .add(Linear.builder().setUnits(84).build())
        .add(Activation::tanh)
        .add(Linear.builder().setUnits(10).build());
  }

  private static Conv2d convolution(int filters, int padding) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(5, 5))
        .optPadding(new Shape(padding, padding))
        .build();
  }

  private static FloatBuffer cut(float[] images, int batch) {
    return FloatBuffer.wrap(images, 0, batch * Workbench.PIXELS);
  }
}
