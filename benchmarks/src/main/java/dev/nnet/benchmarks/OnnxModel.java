package dev.nnet.benchmarks;

import dev.nnet.benchmarks.Layer.Activation;
import dev.nnet.benchmarks.Layer.Conv;
import dev.nnet.benchmarks.Layer.Dense;
import dev.nnet.benchmarks.Layer.Flatten;
import dev.nnet.benchmarks.Layer.GlobalPool;
import dev.nnet.benchmarks.Layer.Norm;
import dev.nnet.benchmarks.Layer.Pool;
import dev.nnet.benchmarks.Layer.Residual;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;

/**
 * Writes a network as an ONNX file (opset 13), so that ONNX Runtime computes the very same
 * function.
 *
 * <p>Field numbers are those of {@code onnx.proto3}; a message is a sequence of (field number, wire
 * type, value) as in the protocol buffers encoding.
 */
final class OnnxModel {

  private final OnnxMessage graph = new OnnxMessage();
  private final OnnxMessage initializers = new OnnxMessage();
  private final Iterator<Weights.Tensor> weights;
  private int values;

  private OnnxModel(Subject subject) {
    weights = Weights.of(subject).iterator();
  }

  static byte[] of(Subject subject) {
    OnnxModel model = new OnnxModel(subject);
    String last = "image";
    for (Layer layer : subject.layers()) {
      last = model.add(layer, last);
    }
    model.graph.message(1, model.node("Identity", last, "logits"));
    model.graph.text(2, subject.name()).append(model.initializers);
    model.graph.message(11, border("image", subject.channels(), subject.size(), subject.size()));
    model.graph.message(12, border("logits", subject.classes()));
    OnnxMessage opset = new OnnxMessage().text(1, "").number(2, 13);
    return new OnnxMessage().number(1, 8).message(7, model.graph).message(8, opset).bytes();
  }

  private String add(Layer layer, String x) {
    if (layer instanceof Conv c) {
      String inputs = x + " " + weight() + (c.bias() ? " " + weight() : "");
      int p = c.padding();
      return append(
          "Conv",
          inputs,
          OnnxMessage.ints("pads", p, p, p, p),
          OnnxMessage.ints("strides", c.stride(), c.stride()),
          OnnxMessage.integer("group", c.groups()));
    }
    if (layer instanceof Norm) {
      String mean = weight();
      String variance = weight();
      String scale = weight();
      return append("BatchNormalization", String.join(" ", x, scale, weight(), mean, variance));
    }
    if (layer instanceof Pool p) {
      return append(
          p.max() ? "MaxPool" : "AveragePool",
          x,
          OnnxMessage.ints("kernel_shape", p.kernel(), p.kernel()),
          OnnxMessage.ints("strides", p.stride(), p.stride()));
    }
    if (layer instanceof GlobalPool) {
      return append("Flatten", append("GlobalAveragePool", x));
    }
    if (layer instanceof Flatten) {
      return append("Flatten", x);
    }
    if (layer instanceof Dense) {
      return append("Gemm", x + " " + weight() + " " + weight(), OnnxMessage.integer("transB", 1));
    }
    if (layer instanceof Residual r) {
      String last = x;
      for (Layer inside : r.layers()) {
        last = add(inside, last);
      }
      return append("Add", x + " " + last);
    }
    if (layer == Activation.TANH) {
      return append("Tanh", x);
    }
    if (layer == Activation.RELU) {
      return append("Relu", x);
    }
    if (layer == Activation.RELU6) {
      return append("Clip", x + " " + constant(0) + " " + constant(6));
    }
    return x; // dropout
  }

  private String weight() {
    return initializer(weights.next());
  }

  private String constant(float value) {
    return initializer(new Weights.Tensor(new int[0], new float[] {value}));
  }

  private String append(String type, String inputs, OnnxMessage... attributes) {
    String output = "v" + values++;
    graph.message(1, node(type, inputs, output, attributes));
    return output;
  }

  private OnnxMessage node(String type, String inputs, String output, OnnxMessage... attributes) {
    OnnxMessage node = new OnnxMessage();
    for (String input : inputs.split(" ")) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, type);
    List.of(attributes).forEach(attribute -> node.message(5, attribute));
    return node;
  }

  private String initializer(Weights.Tensor tensor) {
    String name = "w" + values++;
    ByteBuffer raw = ByteBuffer.allocate(4 * tensor.values().length);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values());
    OnnxMessage message = new OnnxMessage();
    for (int extent : tensor.shape()) {
      message.number(1, extent);
    }
    initializers.message(5, message.number(2, OnnxMessage.FLOAT).text(8, name).raw(9, raw.array()));
    return name;
  }

  private static OnnxMessage border(String name, int... perExample) {
    OnnxMessage shape = new OnnxMessage().message(1, new OnnxMessage().text(2, "B"));
    for (int extent : perExample) {
      shape.message(1, new OnnxMessage().number(1, extent));
    }
    OnnxMessage tensor = new OnnxMessage().number(1, OnnxMessage.FLOAT).message(2, shape);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }
}
