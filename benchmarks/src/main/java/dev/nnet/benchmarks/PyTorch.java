package dev.nnet.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;

/** PyTorch (libtorch) through the Deep Java Library. */
final class PyTorch implements Contender {
  private Subject subject;
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
      NDArray image = scope.create(cut(images, batch), shape(batch));
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
            .setLearningRateTracker(Tracker.fixed((float) files.subject().rate()))
            .optMomentum(0.9f)
            .optWeightDecays(5e-4f)
            .build();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(sgd)
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(shape(1));
  }

  @Override
  public double trainStep(float[] images, int[] labels) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      NDArray image = scope.create(cut(images, labels.length), shape(labels.length));
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
    subject = files.subject();
    model = Model.newInstance(subject.name(), Device.cpu(), "PyTorch");
    network = new SequentialBlock();
    subject.layers().forEach(layer -> network.add(block(layer)));
    model.setBlock(network);
    network.initialize(model.getNDManager(), DataType.FLOAT32, shape(1));
    Iterator<Weights.Tensor> weights = Weights.of(subject).iterator();
    set(network, weights);
  }

  /** Hands the weights out in the order of the layers. */
  private static void set(Block block, Iterator<Weights.Tensor> weights) {
    if (!block.getChildren().isEmpty()) {
      block.getChildren().values().forEach(child -> set(child, weights));
      return;
    }
    List<String> names =
        block instanceof BatchNorm
            ? List.of("runningMean", "runningVar", "gamma", "beta")
            : block.getDirectParameters().keys();
    for (String name : names) {
      block.getDirectParameters().get(name).getArray().set(weights.next().values());
    }
  }

  private static Block block(Layer layer) {
    if (layer instanceof Layer.Conv c) {
      return Conv2d.builder()
          .setFilters(c.out())
          .setKernelShape(new Shape(c.kernel(), c.kernel()))
          .optStride(new Shape(c.stride(), c.stride()))
          .optPadding(new Shape(c.padding(), c.padding()))
          .optGroups(c.groups())
          .optBias(c.bias())
          .build();
    }
    if (layer instanceof Layer.Norm) {
      return BatchNorm.builder().optEpsilon(1e-5f).optMomentum(0.9f).build();
    }
    if (layer instanceof Layer.Pool p) {
      Shape kernel = new Shape(p.kernel(), p.kernel());
      Shape stride = new Shape(p.stride(), p.stride());
      return p.max() ? Pool.maxPool2dBlock(kernel, stride) : Pool.avgPool2dBlock(kernel, stride);
    }
    if (layer instanceof Layer.GlobalPool) {
      return Pool.globalAvgPool2dBlock();
    }
    if (layer instanceof Layer.Flatten) {
      return Blocks.batchFlattenBlock();
    }
    if (layer instanceof Layer.Dropout d) {
      return Dropout.builder().optRate((float) d.rate()).build();
    }
    if (layer instanceof Layer.Dense d) {
      return Linear.builder().setUnits(d.out()).build();
    }
    if (layer instanceof Layer.Residual r) {
      SequentialBlock inside = new SequentialBlock();
      r.layers().forEach(l -> inside.add(block(l)));
      return new ParallelBlock(
          both -> new NDList(both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow())),
          List.of(inside, Blocks.identityBlock()));
    }
    return switch ((Layer.Activation) layer) {
      case TANH -> new LambdaBlock(Activation::tanh);
      case RELU -> new LambdaBlock(Activation::relu);
      case RELU6 -> new LambdaBlock(x -> new NDList(x.singletonOrThrow().clip(0, 6)));
    };
  }

  private Shape shape(int batch) {
    return new Shape(batch, subject.channels(), subject.size(), subject.size());
  }

  private FloatBuffer cut(float[] images, int batch) {
    return FloatBuffer.wrap(images, 0, batch * subject.pixels());
  }
}
