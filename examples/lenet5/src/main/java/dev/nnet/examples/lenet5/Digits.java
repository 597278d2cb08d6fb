package dev.nnet.examples.lenet5;

import dev.nnet.runtime.Image;
import dev.nnet.runtime.data.IdxDataset;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Learns to read digits, then reads them.
 *
 * <pre>
 * Digits train data/mnist lenet5.safetensors
 * Digits read lenet5.safetensors digit.png ..
 * </pre>
 */
public final class Digits {
  private static final int SIDE = 28;

  private Digits() {}

  /**
   * The program.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 3 && arguments[0].equals("train")) {
      train(Path.of(arguments[1]), Path.of(arguments[2]));
    } else if (arguments.length >= 3 && arguments[0].equals("read")) {
      LeNet5 net = LeNet5.load(Path.of(arguments[1]));
      for (int i = 2; i < arguments.length; i++) {
        System.out.println(arguments[i] + ": " + read(net, grey(new File(arguments[i]))));
      }
    } else {
      System.err.println("usage: Digits train DATA WEIGHTS | Digits read WEIGHTS PICTURE ..");
      System.exit(2);
    }
  }

  private static void train(Path data, Path weights) throws IOException {
    IdxDataset train = IdxDataset.find(data, "train", "image", "digit");
    IdxDataset test = IdxDataset.find(data, "t10k", "image", "digit");
    try (LeNet5.Trainer trainer = LeNet5.create(42).trainer()) {
      trainer.threads(Runtime.getRuntime().availableProcessors());
      trainer.onEpoch(
          e ->
              System.out.printf(
                  "%2d loss %.4f  %.0f/s%n", e.number(), e.loss(), e.samplesPerSecond()));
      trainer.fit(train);
      System.out.printf("test accuracy %.2f %%%n", 100 * trainer.evaluate(test).accuracy());
      trainer.network().save(weights);
    }
  }

  /** The digit in a picture of 28 x 28. */
  static int read(LeNet5 net, Image picture) {
    float[] logits = net.predict(picture).logits();
    int best = 0;
    for (int digit = 1; digit < logits.length; digit++) {
      best = logits[digit] > logits[best] ? digit : best;
    }
    return best;
  }

  /** A picture file in grey: bright digits on dark ground, as in MNIST. */
  private static Image grey(File file) throws IOException {
    BufferedImage picture = ImageIO.read(file);
    if (picture == null || picture.getWidth() != SIDE || picture.getHeight() != SIDE) {
      throw new IOException(file + ": no picture of 28 x 28");
    }
    BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    grey.getGraphics().drawImage(picture, 0, 0, null);
    Raster raster = grey.getData();
    byte[] pixels = (byte[]) raster.getDataElements(0, 0, SIDE, SIDE, null);
    return Image.of(SIDE, SIDE, 1, pixels);
  }
}
