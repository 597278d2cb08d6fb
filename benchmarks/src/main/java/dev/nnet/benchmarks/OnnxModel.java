package dev.nnet.benchmarks;

import dev.nnet.benchmarks.Layer.Activation;
import dev.nnet.benchmarks.Layer.Conv;
import dev.nnet.benchmarks.Layer.Dense;
import dev.nnet.benchmarks.Layer.Flatten;
import dev.nnet.benchmarks.Layer.GlobalPool;
import dev.nnet.benchmarks.Layer.Norm;
import dev.nnet.benchmarks.Layer.Pool;
import dev.nnet.benchmarks.Layer.Residual;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final Message graph = new Message();
  private final Message initializers = new Message();
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
    Message opset = new Message().text(1, "").number(2, 13);
    return new Message().number(1, 8).message(7, model.graph).message(8, opset).bytes();
  }

  private String add(Layer layer, String x) {
    if (layer instanceof Conv c) {
      String inputs = x + " " + weight() + (c.bias() ? " " + weight() : "");
      int p = c.padding();
      return append(
          "Conv",
          inputs,
          ints("pads", p, p, p, p),
          ints("strides", c.stride(), c.stride()),
          integer("group", c.groups()));
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
          ints("kernel_shape", p.kernel(), p.kernel()),
          ints("strides", p.stride(), p.stride()));
    }
    if (layer instanceof GlobalPool) {
      return append("Flatten", append("GlobalAveragePool", x));
    }
    if (layer instanceof Flatten) {
      return append("Flatten", x);
    }
    if (layer instanceof Dense) {
      return append("Gemm", x + " " + weight() + " " + weight(), integer("transB", 1));
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

  private String append(String type, String inputs, Message... attributes) {
    String output = "v" + values++;
    graph.message(1, node(type, inputs, output, attributes));
    return output;
  }

  private Message node(String type, String inputs, String output, Message... attributes) {
    Message node = new Message();
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
    Message message = new Message();
    for (int extent : tensor.shape()) {
      message.number(1, extent);
    }
    initializers.message(5, message.number(2, FLOAT).text(8, name).raw(9, raw.array()));
    return name;
  }

  private static Message integer(String name, int value) {
    return new Message().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
  }

  private static Message ints(String name, int... values) {
    Message attribute = new Message().text(1, name).number(20, ATTRIBUTE_INTS);
    for (int value : values) {
      attribute.number(8, value);
    }
    return attribute;
  }

  private static Message border(String name, int... perExample) {
    Message shape = new Message().message(1, new Message().text(2, "B"));
    for (int extent : perExample) {
      shape.message(1, new Message().number(1, extent));
    }
    Message tensor = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protocol buffers message under construction. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3 | VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return raw(field, value.bytes());
    }

    Message raw(int field, byte[] value) {
      varint((long) field << 3 | LENGTH_DELIMITED);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    /** The fields of another message behind those of this one. */
    Message append(Message other) {
      out.writeBytes(other.bytes());
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      while ((value & ~0x7FL) != 0) {
        out.write((int) (value & 0x7F | 0x80));
        value >>>= 7;
      }
      out.write((int) value);
    }
  }
}
