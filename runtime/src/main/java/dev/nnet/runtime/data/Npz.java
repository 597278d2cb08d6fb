package dev.nnet.runtime.data;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.ModelSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Several arrays with names, as NumPy's {@code savez} and {@code savez_compressed} write them: a
 * ZIP archive with a file {@code name.npy} for each, see {@link Npy}.
 *
 * <pre>
 *   numpy.savez("digits.npz", image=images, digit=labels)     # [n, 28, 28] and [n]
 *
 *   Dataset digits = Npz.read(Path.of("digits.npz")).dataset(spec);
 * </pre>
 */
public final class Npz {
  private static final String SUFFIX = ".npy";

  private final String name;
  private final SortedMap<String, Npy> arrays;

  private Npz(String name, SortedMap<String, Npy> arrays) {
    this.name = name;
    this.arrays = Collections.unmodifiableSortedMap(arrays);
  }

  /**
   * Reads all arrays of a file.
   *
   * @throws IOException naming the file, and the array, that is damaged
   */
  public static Npz read(Path file) throws IOException {
    SortedMap<String, Npy> arrays = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String path = entry.getName();
        if (path.endsWith(SUFFIX)) {
          String array = path.substring(0, path.length() - SUFFIX.length());
          try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), 1 << 16)) {
            if (arrays.put(array, Npy.read(file + ", " + path, in)) != null) {
              throw new IOException(file + ": " + path + " is there twice");
            }
          }
        }
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      boolean named = e.getMessage() != null && e.getMessage().startsWith(file.toString());
      throw named ? e : new IOException(file + ": damaged archive: " + e, e);
    }
    return new Npz(file.toString(), arrays);
  }

  /** The arrays by name. */
  public SortedMap<String, Npy> arrays() {
    return arrays;
  }

  /**
   * The arrays as inputs and targets of the same names, their first dimension the examples. An
   * input with {@code preprocess .. from u8} takes bytes, {@code [n, height, width]} or {@code [n,
   * height, width, channels]}.
   *
   * @throws IOException if there is no array for a border, or one of another shape or type
   */
  public Dataset dataset(ModelSpec spec) throws IOException {
    return dataset(spec, Set.of(Kind.INPUT, Kind.TARGET));
  }

  /** The same without targets: what there is to predict from. */
  public Dataset inputs(ModelSpec spec) throws IOException {
    return dataset(spec, Set.of(Kind.INPUT));
  }

  private Dataset dataset(ModelSpec spec, Set<Kind> kinds) throws IOException {
    ArrayDataset data = null;
    for (BorderSpec border : spec.borders()) {
      if (kinds.contains(border.kind())) {
        Npy array = array(border, spec);
        int examples = array.dims().isEmpty() ? 0 : array.dims().get(0);
        data = data == null ? new ArrayDataset(examples) : data;
        if (examples != data.size()) {
          throw problem(border, "has " + examples + " examples, the others " + data.size());
        }
        add(border, array, spec, data);
      }
    }
    return data;
  }

  private Npy array(BorderSpec border, ModelSpec spec) throws IOException {
    Npy array = arrays.get(border.name());
    if (array == null) {
      throw new IOException(
          name
              + " has no array '"
              + border.name()
              + "' ("
              + spec.source()
              + ":"
              + border.where()
              + "); it has "
              + String.join(", ", arrays.keySet())
              + "; numpy.savez(file, "
              + border.name()
              + "=..) gives it its name");
    }
    if (array.dims().isEmpty() || array.count() == 0) {
      throw problem(border, "is " + array.dims() + ", there are no examples");
    }
    return array;
  }

  private void add(BorderSpec border, Npy array, ModelSpec spec, ArrayDataset data)
      throws IOException {
    List<Integer> each = array.dims().subList(1, array.dims().size());
    boolean pictures =
        spec.preprocessing().stream().anyMatch(p -> p.border().equals(border.name()));
    if (pictures && array.unsignedBytes() && each.size() >= 2 && each.size() <= 3) {
      data.withPixels(border.name(), each, array.raw());
    } else if (!each.equals(border.dims())) {
      List<Object> expected = new ArrayList<>(border.dims());
      expected.add(0, "n");
      throw problem(border, "is " + array.dims() + ", " + expected + " expected");
    } else if (border.element() == BorderSpec.Element.F32) {
      data.with(border.name(), array.floats());
    } else if (array.fractional()) {
      throw problem(border, "has floats, '" + border.name() + "' is " + border.type());
    } else {
      data.with(border.name(), array.ints());
    }
  }

  private IOException problem(BorderSpec border, String what) {
    return new IOException(name + ": " + border.name() + " " + what);
  }
}
