package dev.nnet.benchmarks;

import dev.nnet.benchmarks.Layer.Activation;
import dev.nnet.benchmarks.Layer.Conv;
import dev.nnet.benchmarks.Layer.Dense;
import dev.nnet.benchmarks.Layer.Dropout;
import dev.nnet.benchmarks.Layer.Flatten;
import dev.nnet.benchmarks.Layer.GlobalPool;
import dev.nnet.benchmarks.Layer.Norm;
import dev.nnet.benchmarks.Layer.Pool;
import dev.nnet.benchmarks.Layer.Residual;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that is compared.
 *
 * @param type the class of our program, compiled from the examples' text
 * @param channels of its images
 * @param size height and width of its images
 * @param batches what is predicted at a time
 * @param trained examples in a training step
 * @param rate learning rate, one that the network bears
 * @param layers the same network for the other engines, layer by layer
 */
record Subject(
    String name,
    String type,
    int channels,
    int size,
    int classes,
    List<Integer> batches,
    int trained,
    double rate,
    List<Layer> layers) {

  private static final int CLASSES = 1000;

  static final List<Subject> ALL =
      List.of(leNet5(), fashionMobileNet(), alexNet(), mobileNetV1(), mobileNetV2());

  static Subject of(String name) {
    return ALL.stream()
        .filter(s -> s.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no network "
                        + name
                        + "; there are "
                        + ALL.stream().map(s -> s.name).toList()));
  }

  /** Values of an image. */
  int pixels() {
    return channels * size * size;
  }

  /** Whether two engines compute the same loss: not if each drops what it likes. */
  boolean deterministic() {
    return layers.stream().noneMatch(Dropout.class::isInstance);
  }

  /** Largest batch. */
  int most() {
    return Math.max(trained, batches.get(batches.size() - 1));
  }

  private static Subject leNet5() {
    List<Layer> layers =
        List.of(
            new Conv(6, 5, 1, 2, 1, true),
            Activation.TANH,
            new Pool(false, 2, 2),
            new Conv(16, 5, 1, 0, 1, true),
            Activation.TANH,
            new Pool(false, 2, 2),
            new Flatten(),
            new Dense(120),
            Activation.TANH,
            new Dense(84),
            Activation.TANH,
            new Dense(10));
    String type = "dev.nnet.examples.lenet5.LeNet5Network";
    return new Subject("LeNet5", type, 1, 28, 10, List.of(1, 32), 64, 0.05, layers);
  }

  private static Subject large(String name, String type, double rate, List<Layer> layers) {
    return new Subject(name, type, 3, 224, CLASSES, List.of(1, 8), 8, rate, layers);
  }

  private static Subject alexNet() {
    List<Layer> layers = new ArrayList<>();
    layers.addAll(List.of(new Conv(64, 11, 4, 2, 1, true), Activation.RELU, new Pool(true, 3, 2)));
    layers.addAll(List.of(new Conv(192, 5, 1, 2, 1, true), Activation.RELU, new Pool(true, 3, 2)));
    for (int out : new int[] {384, 256, 256}) {
      layers.addAll(List.of(new Conv(out, 3, 1, 1, 1, true), Activation.RELU));
    }
    layers.addAll(List.of(new Pool(true, 3, 2), new Flatten()));
    for (int i = 0; i < 2; i++) {
      layers.addAll(List.of(new Dropout(0.5), new Dense(4096), Activation.RELU));
    }
    layers.add(new Dense(CLASSES));
    return large("AlexNet", "AlexNetOneTowerNetwork", 1e-4, layers);
  }

  private static Subject mobileNetV1() {
    List<Layer> layers = new ArrayList<>(convolution(32, 3, 2, 1, Activation.RELU));
    int in = 32;
    int[] outs = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    for (int i = 0; i < outs.length; i++) {
      int stride = i > 0 && outs[i] > outs[i - 1] ? 2 : 1;
      layers.addAll(convolution(in, 3, stride, in, Activation.RELU));
      layers.addAll(convolution(outs[i], 1, 1, 1, Activation.RELU));
      in = outs[i];
    }
    layers.addAll(List.of(new GlobalPool(), new Dropout(0.001), new Dense(CLASSES)));
    return large("MobileNetV1", "MobileNetV1Network", 0.05, layers);
  }

  private static Subject mobileNetV2() {
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    List<Layer> layers = bottlenecks(32, 2, stages, 1280);
    layers.addAll(List.of(new GlobalPool(), new Dropout(0.2), new Dense(CLASSES)));
    return large("MobileNetV2", "MobileNetV2Network", 0.05, layers);
  }

  private static Subject fashionMobileNet() {
    int[][] stages = {{1, 16, 1, 1}, {4, 24, 2, 2}, {4, 40, 2, 1}, {4, 64, 2, 2}};
    List<Layer> layers = bottlenecks(16, 1, stages, 256);
    layers.addAll(List.of(new GlobalPool(), new Dropout(0.1), new Dense(10)));
    String type = "FashionMobileNetNetwork";
    return new Subject("FashionMobileNet", type, 1, 28, 10, List.of(1, 32), 64, 0.05, layers);
  }

  /**
   * MobileNet v2 up to its pooling.
   *
   * @param first channels of the first convolution
   * @param stages expansion, channels, number and stride of the first of each row of bottlenecks
   * @param last channels of the last convolution
   */
  private static List<Layer> bottlenecks(int first, int stride, int[][] stages, int last) {
    List<Layer> layers = new ArrayList<>(convolution(first, 3, stride, 1, Activation.RELU6));
    int in = first;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[2]; i++) {
        int by = i == 0 ? stage[3] : 1;
        List<Layer> inside = bottleneck(in, stage[0] * in, stage[1], by);
        if (by == 1 && in == stage[1]) {
          layers.add(new Residual(inside));
        } else {
          layers.addAll(inside);
        }
        in = stage[1];
      }
    }
    layers.addAll(convolution(last, 1, 1, 1, Activation.RELU6));
    return layers;
  }

  private static List<Layer> bottleneck(int in, int hidden, int out, int stride) {
    List<Layer> layers = new ArrayList<>();
    if (hidden > in) {
      layers.addAll(convolution(hidden, 1, 1, 1, Activation.RELU6));
    }
    layers.addAll(convolution(hidden, 3, stride, hidden, Activation.RELU6));
    layers.addAll(List.of(new Conv(out, 1, 1, 0, 1, false), new Norm()));
    return layers;
  }

  private static List<Layer> convolution(
      int out, int kernel, int stride, int groups, Activation activation) {
    Layer convolution = new Conv(out, kernel, stride, kernel / 2, groups, false);
    return List.of(convolution, new Norm(), activation);
  }
}
