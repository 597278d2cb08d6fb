package dev.nnet.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * The folder with what a worker reads: the network as a file and a batch of images, real digits for
 * LeNet-5, noise for networks of larger pictures.
 *
 * <p>It is written once before anything is timed, so that loading is part of a cold start and
 * preparing the material is not.
 */
record Workbench(Path folder, Subject subject) {
  private static final float MEAN = 0.1307f;
  private static final float DEVIATION = 0.3081f;

  /** The images, standardised, and their classes. */
  record Examples(float[] images, int[] labels) {}

  static Workbench lay(Path folder, Subject subject, Path mnist) throws IOException {
    Files.createDirectories(folder);
    Workbench bench = new Workbench(folder, subject);
    Files.write(bench.onnx(), OnnxModel.of(subject));
    Nnet.write(subject, bench.safetensors());
    ByteBuffer bytes = ByteBuffer.allocate(subject.most() * (subject.pixels() + 1) * Float.BYTES);
    if (subject.channels() == 1) {
      digits(subject, mnist, bytes);
    } else {
      noise(subject, bytes);
    }
    Files.write(bench.examplesFile(), bytes.array());
    return bench;
  }

  private static void digits(Subject subject, Path mnist, ByteBuffer to) throws IOException {
    try (DataInputStream images = open(mnist.resolve("t10k-images-idx3-ubyte.gz"), 16);
        DataInputStream labels = open(mnist.resolve("t10k-labels-idx1-ubyte.gz"), 8)) {
      for (int i = 0; i < subject.most() * subject.pixels(); i++) {
        to.putFloat((images.readUnsignedByte() / 255f - MEAN) / DEVIATION);
      }
      for (int i = 0; i < subject.most(); i++) {
        to.putInt(labels.readUnsignedByte());
      }
    }
  }

  private static void noise(Subject subject, ByteBuffer to) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < subject.most() * subject.pixels(); i++) {
      to.putFloat((float) (2 * random.nextDouble() - 1));
    }
    for (int i = 0; i < subject.most(); i++) {
      to.putInt(random.nextInt(subject.classes()));
    }
  }

  private static DataInputStream open(Path idx, int header) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(idx))));
    in.readFully(new byte[header]);
    return in;
  }

  Path onnx() {
    return folder.resolve(subject.name() + ".onnx");
  }

  Path safetensors() {
    return folder.resolve(subject.name() + ".safetensors");
  }

  private Path examplesFile() {
    return folder.resolve(subject.name() + ".examples");
  }

  Examples examples() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(examplesFile()));
    float[] images = new float[subject.most() * subject.pixels()];
    int[] labels = new int[subject.most()];
    bytes.asFloatBuffer().get(images);
    bytes.position(images.length * Float.BYTES).asIntBuffer().get(labels);
    return new Examples(images, labels);
  }
}
