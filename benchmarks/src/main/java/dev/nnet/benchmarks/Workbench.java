package dev.nnet.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The folder with what a worker reads: the network as a file and a batch of real digits.
 *
 * <p>It is written once before anything is timed, so that loading is part of a cold start and
 * preparing the material is not.
 */
record Workbench(Path folder) {
  /** Digits on the bench: enough for the largest batch. */
  static final int DIGITS = 64;

  static final int PIXELS = 784;
  static final int CLASSES = 10;

  private static final long SEED = 5;
  private static final float MEAN = 0.1307f;
  private static final float DEVIATION = 0.3081f;

  /** The digits, standardised, and their labels. */
  record Digits(float[] images, int[] labels) {}

  static Workbench lay(Path folder, Path mnist) throws IOException {
    Files.createDirectories(folder);
    Workbench bench = new Workbench(folder);
    Files.write(bench.onnx(), OnnxModel.of(bench.weights()));
    Nnet.write(bench.weights(), bench.safetensors());
    ByteBuffer digits = ByteBuffer.allocate(DIGITS * (PIXELS + 1) * Float.BYTES);
    try (DataInputStream images = open(mnist.resolve("t10k-images-idx3-ubyte.gz"), 16);
        DataInputStream labels = open(mnist.resolve("t10k-labels-idx1-ubyte.gz"), 8)) {
      for (int i = 0; i < DIGITS * PIXELS; i++) {
        digits.putFloat((images.readUnsignedByte() / 255f - MEAN) / DEVIATION);
      }
      for (int i = 0; i < DIGITS; i++) {
        digits.putInt(labels.readUnsignedByte());
      }
    }
    Files.write(bench.digitsFile(), digits.array());
    return bench;
  }

  private static DataInputStream open(Path idx, int header) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(idx))));
    in.readFully(new byte[header]);
    return in;
  }

  Path onnx() {
    return folder.resolve("lenet5.onnx");
  }

  Path safetensors() {
    return folder.resolve("lenet5.safetensors");
  }

  private Path digitsFile() {
    return folder.resolve("digits.bin");
  }

  LeNet5Weights weights() {
    return LeNet5Weights.seeded(SEED);
  }

  Digits digits() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(digitsFile()));
    float[] images = new float[DIGITS * PIXELS];
    int[] labels = new int[DIGITS];
    bytes.asFloatBuffer().get(images);
    bytes.position(images.length * Float.BYTES).asIntBuffer().get(labels);
    return new Digits(images, labels);
  }
}
