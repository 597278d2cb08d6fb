package dev.nnet.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j on its native CPU backend; its only momentum is Nesterov's. */
final class Deeplearning4j implements Contender {
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;

  private MultiLayerNetwork network;

  @Override
  public void prepare(Workbench files, int threads) {
    // The backend reads its thread count from OMP_NUM_THREADS, which the table sets.
    network = new MultiLayerNetwork(layers());
    network.init();
    List<Weights.Tensor> tensors = Weights.of(files.subject());
    String[] layers = {"0", "2", "4", "5", "6"};
    for (int i = 0; i < layers.length; i++) {
      Weights.Tensor weight = tensors.get(2 * i);
      INDArray array = Nd4j.create(weight.values(), widen(weight.shape()), 'c');
      // A dense weight is [in, out] there.
      boolean dense = weight.shape().length == 2;
      network.setParam(layers[i] + "_W", dense ? array.transpose() : array);
      float[] bias = tensors.get(2 * i + 1).values();
      network.setParam(layers[i] + "_b", Nd4j.create(bias, new long[] {1, bias.length}, 'c'));
    }
  }

  @Override
  public void predict(float[] images, int batch, float[] scores) {
    INDArray probabilities = network.output(images(images, batch), false);
    float[] values = probabilities.ravel().toFloatVector();
    // The network ends in a softmax; its logarithm is a score like the others' logits.
    for (int i = 0; i < values.length; i++) {
      scores[i] = (float) Math.log(values[i]);
    }
  }

  @Override
  public void prepareTraining(Workbench files, int threads) {
    prepare(files, threads);
  }

  @Override
  public double trainStep(float[] images, int[] labels) {
    float[] oneHot = new float[labels.length * CLASSES];
    for (int i = 0; i < labels.length; i++) {
      oneHot[i * CLASSES + labels[i]] = 1;
    }
    INDArray digit = Nd4j.create(oneHot, new long[] {labels.length, CLASSES}, 'c');
    network.fit(images(images, labels.length), digit);
    return network.score();
  }

  private static INDArray images(float[] images, int batch) {
    int values = batch * PIXELS;
    float[] exact = images.length == values ? images : Arrays.copyOf(images, values);
    return Nd4j.create(exact, new long[] {batch, 1, 28, 28}, 'c');
  }

  private static MultiLayerConfiguration layers() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Nesterovs(0.05, 0.9))
        .activation(Activation.TANH)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).padding(2, 2).build())
        .layer(averageOfFour())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
        .layer(averageOfFour())
        .layer(new DenseLayer.Builder().nOut(120).build())
        .layer(new DenseLayer.Builder().nOut(84).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  private static SubsamplingLayer averageOfFour() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static long[] widen(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }
}
