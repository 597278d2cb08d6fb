package dev.nnet.benchmarks;

import dev.nnet.runtime.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer between an embedding and scores as an ONNX file (opset 13), with the weights of
 * ours: gates in ONNX's order, states going in and coming out.
 */
final class RecurrentOnnx {
  private final Weights ours;
  private final String kind;
  private final OnnxMessage graph = new OnnxMessage();
  private final OnnxMessage initializers = new OnnxMessage();

  private RecurrentOnnx(Weights ours, String kind) {
    this.ours = ours;
    this.kind = kind;
  }

  /**
   * @param kind {@code lstm}, {@code gru} or {@code rnn}
   */
  static byte[] of(Weights ours, String kind) {
    return new RecurrentOnnx(ours, kind).bytes();
  }

  private byte[] bytes() {
    String layer = "logits/" + kind + "_1.";
    int units = ours.shape(layer + "recurrent").get(1);
    int[] order = kind.equals("lstm") ? new int[] {0, 3, 1, 2} : new int[] {1, 0, 2};
    order = kind.equals("rnn") ? new int[] {0} : order;
    int gates = order.length;
    int inputs = ours.shape(layer + "weight").get(1);
    tensor("E", ours.get("logits/embedding_1.weight"), ours.shape("logits/embedding_1.weight"));
    tensor("W", gated(layer + "weight", order, units * inputs), List.of(1, gates * units, inputs));
    tensor("R", gated(layer + "recurrent", order, units * units), List.of(1, gates * units, units));
    float[] bias = new float[2 * gates * units];
    float[] forward = gated(layer + "bias", order, units);
    System.arraycopy(forward, 0, bias, 0, forward.length);
    if (kind.equals("gru")) {
      System.arraycopy(ours.get(layer + "inner"), 0, bias, 5 * units, units);
    }
    tensor("B", bias, List.of(1, 2 * gates * units));
    tensor("D", ours.get("logits/dense_1.weight"), ours.shape("logits/dense_1.weight"));
    tensor("b", ours.get("logits/dense_1.bias"), ours.shape("logits/dense_1.bias"));
    node("Gather", "E words", "x");
    node("Transpose", "x", "steps", OnnxMessage.ints("perm", 1, 0, 2));
    boolean lstm = kind.equals("lstm");
    List<OnnxMessage> attributes =
        new ArrayList<>(List.of(OnnxMessage.integer("hidden_size", units)));
    if (kind.equals("gru")) {
      attributes.add(OnnxMessage.integer("linear_before_reset", 1));
    }
    node(
        kind.toUpperCase(java.util.Locale.ROOT),
        "steps W R B - h" + (lstm ? " c" : ""),
        "y h1" + (lstm ? " c1" : ""),
        attributes.toArray(OnnxMessage[]::new));
    shape("rows", -1, units);
    node("Transpose", "y", "batched", OnnxMessage.ints("perm", 2, 0, 1, 3));
    node("Reshape", "batched rows", "flat");
    node("Gemm", "flat D b", "logits", OnnxMessage.integer("transB", 1));
    graph.text(2, kind).append(initializers);
    graph.message(11, border("words", OnnxMessage.INT64, 0, 0));
    graph.message(11, border("h", OnnxMessage.FLOAT, 1, 0, units));
    if (lstm) {
      graph.message(11, border("c", OnnxMessage.FLOAT, 1, 0, units));
    }
    graph.message(12, border("logits", OnnxMessage.FLOAT, 0, 96));
    graph.message(12, border("h1", OnnxMessage.FLOAT, 1, 0, units));
    if (lstm) {
      graph.message(12, border("c1", OnnxMessage.FLOAT, 1, 0, units));
    }
    OnnxMessage opset = new OnnxMessage().text(1, "").number(2, 13);
    return new OnnxMessage().number(1, 8).message(7, graph).message(8, opset).bytes();
  }

  /** A tensor with its gates in another order. */
  private float[] gated(String path, int[] order, int size) {
    float[] values = ours.get(path);
    float[] moved = new float[values.length];
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(values, order[gate] * size, moved, gate * size, size);
    }
    return moved;
  }

  private void node(String type, String inputs, String outputs, OnnxMessage... attributes) {
    OnnxMessage node = new OnnxMessage();
    for (String input : inputs.split(" ")) {
      node.text(1, input.equals("-") ? "" : input);
    }
    for (String output : outputs.split(" ")) {
      node.text(2, output);
    }
    node.text(3, outputs).text(4, type);
    List.of(attributes).forEach(a -> node.message(5, a));
    graph.message(1, node);
  }

  private void tensor(String name, float[] values, List<Integer> dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    tensor(name, OnnxMessage.FLOAT, raw.array(), dims);
  }

  private void shape(String name, long... sizes) {
    ByteBuffer raw = ByteBuffer.allocate(8 * sizes.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(sizes);
    tensor(name, OnnxMessage.INT64, raw.array(), List.of(sizes.length));
  }

  private void tensor(String name, int type, byte[] raw, List<Integer> dims) {
    OnnxMessage message = new OnnxMessage();
    dims.forEach(d -> message.number(1, d));
    initializers.message(5, message.number(2, type).text(8, name).raw(9, raw));
  }

  /** A border; a size of 0 is one that differs from call to call. */
  private static OnnxMessage border(String name, int type, int... sizes) {
    OnnxMessage shape = new OnnxMessage();
    for (int i = 0; i < sizes.length; i++) {
      OnnxMessage dim = new OnnxMessage();
      shape.message(1, sizes[i] == 0 ? dim.text(2, name + i) : dim.number(1, sizes[i]));
    }
    OnnxMessage tensor = new OnnxMessage().number(1, type).message(2, shape);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }
}
