package dev.nnet.runtime.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a safetensors file: 8 bytes of header length (little-endian), a JSON header, then
 * the numbers of all tensors one behind the other.
 *
 * <pre>
 * {"__metadata__":{"network":"LeNet5"},"logits/dense_1.bias":{"dtype":"F32","shape":[120],"data_offsets":[0,480]},..}
 * </pre>
 *
 * F64, F32, F16, BF16, I64, I32 and U8 are read, F32 is written. Format:
 * https://github.com/huggingface/safetensors, "Format".
 *
 * @param metadata texts about the file
 * @param tensors by name
 */
public record TensorFile(
    SortedMap<String, String> metadata, SortedMap<String, StoredTensor> tensors) {
  public TensorFile {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /** A file of these tensors, sorted by name. */
  public static TensorFile of(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    return new TensorFile(new TreeMap<>(metadata), new TreeMap<>(tensors));
  }

  /**
   * Reads a file, strictly: every byte is accounted for.
   *
   * @throws IOException naming the file and what is wrong: truncated, trailing bytes, a header that
   *     is too long, no UTF-8 or no JSON, a tensor of another type, given twice or out of place
   */
  public static TensorFile read(Path file) throws IOException {
    Whole whole = new Whole();
    read(file, whole);
    return whole.file();
  }

  /** Reads a file as strictly, but piece by piece. */
  public static void read(Path file, TensorSink sink) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      new SafetensorsReader(file.toString(), in, in.size()).read(sink);
    }
  }

  /**
   * Reads from a stream to its end, for example a resource.
   *
   * @param name what to call it in messages
   */
  public static TensorFile read(InputStream in, String name) throws IOException {
    Whole whole = new Whole();
    read(in, name, whole);
    return whole.file();
  }

  /** Reads from a stream to its end and hands it on piece by piece. */
  public static void read(InputStream in, String name, TensorSink sink) throws IOException {
    byte[] bytes = in.readAllBytes();
    var channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    new SafetensorsReader(name, channel, bytes.length).read(sink);
  }

  /** Hands the content on, as if it were read. */
  public void give(TensorSink sink) throws IOException {
    sink.begin(metadata, StoredTensor.dims(tensors));
    tensors.forEach((name, t) -> sink.take(name, 0, t.values(), t.values().length));
  }

  /** Keeps all. */
  private static final class Whole implements TensorSink {
    private final SortedMap<String, StoredTensor> tensors = new TreeMap<>();
    private SortedMap<String, String> metadata;

    @Override
    public void begin(SortedMap<String, String> texts, SortedMap<String, List<Integer>> dims) {
      metadata = texts;
      dims.forEach((name, sizes) -> tensors.put(name, StoredTensor.zeros(sizes)));
    }

    @Override
    public void take(String tensor, int from, float[] values, int count) {
      System.arraycopy(values, 0, tensors.get(tensor).values(), from, count);
    }

    TensorFile file() {
      return new TensorFile(metadata, tensors);
    }
  }

  /**
   * Writes the file: sorted, so equal content gives equal bytes; and atomically, so the old file
   * stays untouched until the new one is complete on disk.
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, out -> new SafetensorsWriter(this).write(out));
  }

  /** Removes what {@link #write}s of this file left that were killed. */
  public static void sweep(Path file) throws IOException {
    AtomicFile.sweep(file);
  }
}
