package dev.nnet.examples.sequences;

import dev.nnet.runtime.data.Alphabet;
import dev.nnet.runtime.data.TextWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Learns to foresee the next character of a book, and tells how many bits a character of its last
 * tenth takes.
 *
 * <pre>
 * Book kjv.txt scripture.safetensors
 * </pre>
 */
public final class Book {
  private static final int STEPS = 128;

  private Book() {}

  /**
   * The program.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: Book TEXT WEIGHTS");
      System.exit(2);
    }
    String text = Files.readString(Path.of(arguments[0]));
    int[] indices = Alphabet.of(text).encode(text);
    int learned = indices.length / 10 * 9;
    try (Scripture.Trainer trainer = Scripture.create(1).trainer()) {
      trainer.threads(Runtime.getRuntime().availableProcessors());
      trainer.onEpoch(
          e ->
              System.out.printf(
                  "epoch %d: %.3f bits a character, %.0f pieces/s%n",
                  e.number(), bits(e.loss()), e.samplesPerSecond()));
      trainer.fit(pieces(Arrays.copyOf(indices, learned)));
      int[] rest = Arrays.copyOfRange(indices, learned, indices.length);
      System.out.printf(
          "the last tenth: %.3f bits a character%n", bits(trainer.evaluate(pieces(rest)).loss()));
      trainer.network().save(Path.of(arguments[1]));
    }
  }

  /** Pieces of a book, one behind the other. */
  static TextWindows pieces(int[] indices) {
    return new TextWindows(indices, STEPS, STEPS, "text", "next");
  }

  /** Nats to bits. */
  static double bits(double loss) {
    return loss / Math.log(2);
  }
}
