package dev.nnet.runtime.data;

import dev.nnet.runtime.Image;
import dev.nnet.runtime.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled pictures from a pair of IDX files, as MNIST and Fashion-MNIST come; the network's {@code
 * preprocess} is applied as they are read.
 */
public final class IdxDataset implements LabelledImages {
  private final String imageBorder;
  private final String labelBorder;
  private final Idx images;
  private final Idx labels;
  private final int height;
  private final int width;
  private final int channels;

  private IdxDataset(Idx images, Idx labels, String imageBorder, String labelBorder) {
    this.images = images;
    this.labels = labels;
    this.imageBorder = imageBorder;
    this.labelBorder = labelBorder;
    this.height = images.dims().get(1);
    this.width = images.dims().get(2);
    this.channels = images.dims().size() == 4 ? images.dims().get(3) : 1;
  }

  /**
   * Reads both files.
   *
   * @param images [n, height, width] or [n, height, width, channels]
   * @param labels [n]
   * @param imageBorder input the pictures go to
   * @param labelBorder target the labels go to
   * @throws IOException if a file is damaged, or the two do not belong together
   */
  public static IdxDataset read(Path images, Path labels, String imageBorder, String labelBorder)
      throws IOException {
    Idx pictures = Idx.read(images);
    Idx classes = Idx.read(labels);
    if (pictures.dims().size() < 3) {
      throw new IOException(images + ": sizes " + pictures.dims() + " are no list of pictures");
    }
    if (!classes.dims().equals(List.of(pictures.dims().get(0)))) {
      throw new IOException(
          labels
              + ": sizes "
              + classes.dims()
              + ", expected ["
              + pictures.dims().get(0)
              + "]: one label for each picture of "
              + images);
    }
    return new IdxDataset(pictures, classes, imageBorder, labelBorder);
  }

  /**
   * Finds {@code <part>-images-idx3-ubyte[.gz]} and {@code <part>-labels-idx1-ubyte[.gz]} in a
   * directory.
   *
   * @param part {@code train} or {@code t10k}
   */
  public static IdxDataset find(Path directory, String part, String imageBorder, String labelBorder)
      throws IOException {
    return read(
        present(directory, part + "-images-idx3-ubyte"),
        present(directory, part + "-labels-idx1-ubyte"),
        imageBorder,
        labelBorder);
  }

  private static Path present(Path directory, String name) throws IOException {
    for (String file : List.of(name, name + ".gz")) {
      if (Files.isRegularFile(directory.resolve(file))) {
        return directory.resolve(file);
      }
    }
    throw new NoSuchFileException(directory.resolve(name) + "[.gz]");
  }

  @Override
  public int size() {
    return images.dims().get(0);
  }

  @Override
  public int label(int index) {
    return labels.values()[index] & 0xff;
  }

  @Override
  public Image image(int index) {
    int from = index * imageBytes();
    byte[] pixels = Arrays.copyOfRange(images.values(), from, from + imageBytes());
    return Image.of(width, height, channels, pixels);
  }

  private int imageBytes() {
    return height * width * channels;
  }

  @Override
  public void read(int index, Row row) {
    int from = index * imageBytes();
    row.putPixels(imageBorder, height, width, channels, images.values(), from);
    row.put(labelBorder, label(index));
  }
}
