package dev.nnet.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes LeNet-5 as an ONNX file (opset 13), so that ONNX Runtime computes the very same function.
 *
 * <p>Field numbers are those of {@code onnx.proto3}; a message is a sequence of (field number, wire
 * type, value) as in the protocol buffers encoding.
 */
final class OnnxModel {
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private OnnxModel() {}

  static byte[] of(LeNet5Weights weights) {
    Message graph = new Message();
    node(
        graph,
        "Conv",
        "image logits/conv2d_1.weight logits/conv2d_1.bias",
        "c1",
        ints("pads", 2, 2, 2, 2));
    node(graph, "Tanh", "c1", "t1");
    node(graph, "AveragePool", "t1", "p1", ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    node(graph, "Conv", "p1 logits/conv2d_2.weight logits/conv2d_2.bias", "c2");
    node(graph, "Tanh", "c2", "t2");
    node(graph, "AveragePool", "t2", "p2", ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    node(graph, "Flatten", "p2", "flat");
    node(
        graph,
        "Gemm",
        "flat logits/dense_1.weight logits/dense_1.bias",
        "d1",
        integer("transB", 1));
    node(graph, "Tanh", "d1", "t3");
    node(graph, "Gemm", "t3 logits/dense_2.weight logits/dense_2.bias", "d2", integer("transB", 1));
    node(graph, "Tanh", "d2", "t4");
    node(
        graph,
        "Gemm",
        "t4 logits/dense_3.weight logits/dense_3.bias",
        "logits",
        integer("transB", 1));
    graph.text(2, "LeNet5");
    for (LeNet5Weights.Tensor tensor : weights.tensors()) {
      graph.message(5, initializer(tensor));
    }
    graph.message(11, border("image", 1, 28, 28));
    graph.message(12, border("logits", 10));
    Message opset = new Message().text(1, "").number(2, 13);
    return new Message().number(1, 8).message(7, graph).message(8, opset).bytes();
  }

  private static void node(
      Message graph, String type, String inputs, String output, Message... attributes) {
    Message node = new Message();
    for (String input : inputs.split(" ")) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, type);
    List.of(attributes).forEach(attribute -> node.message(5, attribute));
    graph.message(1, node);
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

  private static Message initializer(LeNet5Weights.Tensor tensor) {
    ByteBuffer raw = ByteBuffer.allocate(4 * tensor.values().length);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values());
    Message message = new Message();
    for (int extent : tensor.shape()) {
      message.number(1, extent);
    }
    return message.number(2, FLOAT).text(8, tensor.path()).raw(9, raw.array());
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
