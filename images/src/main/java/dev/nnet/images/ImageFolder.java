package dev.nnet.images;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Image;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.LabelledImages;
import dev.nnet.runtime.random.Shuffle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of pictures with a folder for each class.
 *
 * <pre>
 *   flowers/daisy/1.jpg                 classes() is [daisy, tulip], in order of names
 *   flowers/daisy/2.jpg
 *   flowers/tulip/1.png
 *
 *   ImageFolder all = ImageFolder.open(Path.of("flowers"), 3).without(all.damaged());
 *   trainer.fit(all.part(0, 0.9, 42), all.part(0.9, 1, 42));
 * </pre>
 *
 * Files are decoded when they are read, those of the next batches on other threads; a damaged one
 * is an {@link UncheckedIOException} that names it. Files and folders that begin with a dot are
 * left out.
 */
public final class ImageFolder implements LabelledImages {
  private final List<String> classes;
  private final List<Path> files;
  private final List<Integer> labels;
  private final int channels;
  private final String imageBorder;
  private final String labelBorder;
  private final Map<Integer, CompletableFuture<Image>> decoding = new ConcurrentHashMap<>();

  private ImageFolder(
      List<String> classes,
      List<Path> files,
      List<Integer> labels,
      int channels,
      String imageBorder,
      String labelBorder) {
    this.classes = List.copyOf(classes);
    this.files = List.copyOf(files);
    this.labels = List.copyOf(labels);
    this.channels = channels;
    this.imageBorder = imageBorder;
    this.labelBorder = labelBorder;
  }

  /** The same with the borders {@code image} and {@code label}. */
  public static ImageFolder open(Path root, int channels) throws IOException {
    return open(root, channels, "image", "label");
  }

  /**
   * Lists the files; none is decoded yet.
   *
   * @param channels 3, or 1 for grey
   * @param imageBorder input the pictures go to
   * @param labelBorder target the classes go to
   * @throws IOException if the folder is missing or holds no folders with files
   */
  public static ImageFolder open(Path root, int channels, String imageBorder, String labelBorder)
      throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    List<String> classes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path folder : list(root)) {
      if (Files.isDirectory(folder)) {
        for (Path file : list(folder)) {
          files.add(file);
          labels.add(classes.size());
        }
        classes.add(folder.getFileName().toString());
      }
    }
    if (files.isEmpty()) {
      throw new IOException(root + ": no pictures; a folder with files for each class expected");
    }
    return new ImageFolder(classes, files, labels, channels, imageBorder, labelBorder);
  }

  /** What lies in a folder, in order of names, the same on every system. */
  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(e -> !e.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    }
  }

  /** The classes by their numbers. */
  public List<String> classes() {
    return classes;
  }

  /**
   * The same pictures with the classes numbered as in other data, that were learned from.
   *
   * @throws IOException if a folder is none of these classes
   */
  public ImageFolder with(ClassNames known) throws IOException {
    List<String> names = known.of(labelBorder);
    for (String name : classes) {
      if (!names.contains(name)) {
        Path picture = files.get(labels.indexOf(classes.indexOf(name)));
        String all = String.join(", ", names);
        throw new IOException(picture.getParent() + ": '" + name + "' is none of " + all);
      }
    }
    List<Integer> numbers = labels.stream().map(l -> names.indexOf(classes.get(l))).toList();
    return new ImageFolder(names, files, numbers, channels, imageBorder, labelBorder);
  }

  @Override
  public ClassNames classNames() {
    return ClassNames.of(labelBorder, classes);
  }

  /** The file of a picture. */
  public Path file(int index) {
    return files.get(index);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public Image image(int index) {
    try {
      return ImageFile.read(files.get(index), channels);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Decodes all files and gives the numbers of those that cannot be, with what is wrong. */
  public Map<Integer, String> damaged() {
    Map<Integer, String> problems = new ConcurrentHashMap<>();
    IntStream.range(0, size())
        .parallel()
        .forEach(
            i -> {
              try {
                image(i);
              } catch (UncheckedIOException e) {
                problems.put(i, e.getMessage());
              }
            });
    return new java.util.TreeMap<>(problems);
  }

  /** All pictures but some. */
  public ImageFolder without(Set<Integer> numbers) {
    Set<Integer> left = new HashSet<>(numbers);
    return with(IntStream.range(0, size()).filter(i -> !left.contains(i)).toArray());
  }

  @Override
  public ImageFolder part(double from, double to, long seed) {
    return with(Shuffle.part(size(), from, to, seed));
  }

  private ImageFolder with(int[] numbers) {
    return new ImageFolder(
        classes,
        Arrays.stream(numbers).mapToObj(files::get).toList(),
        Arrays.stream(numbers).mapToObj(labels::get).toList(),
        channels,
        imageBorder,
        labelBorder);
  }

  @Override
  public void ahead(int[] order, int from, int to) {
    Set<Integer> wanted = new HashSet<>();
    for (int k = from; k < to; k++) {
      wanted.add(order[k]);
      decoding.computeIfAbsent(order[k], i -> CompletableFuture.supplyAsync(() -> image(i)));
    }
    decoding.keySet().retainAll(wanted);
  }

  @Override
  public void read(int index, Row row) {
    row.put(imageBorder, decoded(index));
    row.put(labelBorder, label(index));
  }

  private Image decoded(int index) {
    CompletableFuture<Image> begun = decoding.remove(index);
    try {
      return begun == null ? image(index) : begun.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UncheckedIOException io ? io : e;
    }
  }
}
