package dev.nnet.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures of 4 x 4 whose class is the bright row, as IDX files, and a network that learns it. */
final class Rows {
  static final String TEXT =
      """
      network Rows {
          input  image:  f32[B, 1, 4, 4]
          target row:    index<4>[B]
          output logits: f32[B, 4]

          preprocess image from u8[4, 4] -> to_tensor

          logits = image -> flatten -> dense(4)

          train {
              loss      = cross_entropy(logits, row)
              optimizer = sgd(lr=0.5)
              metrics   = [accuracy(logits, row)]
              batch     = 8
              epochs    = 30
          }
      }
      """;

  private Rows() {}

  /** 64 pictures to learn from and 16 to test with. */
  static void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    write(directory, "train", 64);
    write(directory, "t10k", 16);
  }

  /** Trains a text on such a folder. */
  static Result train(Path text, Path data, Path weights, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", text, "--data", data, "--out", weights));
    all.addAll(List.of(more));
    return Result.run(all.toArray());
  }

  private static void write(Path directory, String part, int count) throws IOException {
    Path images = directory.resolve(part + "-images-idx3-ubyte");
    Path labels = directory.resolve(part + "-labels-idx1-ubyte");
    try (DataOutputStream x = new DataOutputStream(Files.newOutputStream(images));
        DataOutputStream y = new DataOutputStream(Files.newOutputStream(labels))) {
      x.writeInt(0x803);
      x.writeInt(count);
      x.writeInt(4);
      x.writeInt(4);
      y.writeInt(0x801);
      y.writeInt(count);
      for (int i = 0; i < count; i++) {
        for (int p = 0; p < 16; p++) {
          x.writeByte(p / 4 == i % 4 ? 250 - i % 3 : 3 * (p % 2));
        }
        y.writeByte(i % 4);
      }
    }
  }
}
