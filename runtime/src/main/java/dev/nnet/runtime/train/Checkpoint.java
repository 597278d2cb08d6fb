package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.WeightFile;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.io.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * A {@link Run} as a safetensors file: parameters under their paths, the optimiser's k-th array
 * under {@code optimizer.k:path}, averages and the best under prefixes of their own, all numbers of
 * the run as texts in the metadata, and a checksum over everything.
 */
final class Checkpoint {
  private static final String FORMAT = "checkpoint";
  private static final String CHECKSUM = "checksum";

  private Checkpoint() {}

  static void write(Run run, Path file) throws IOException {
    Map<String, StoredTensor> tensors = new TreeMap<>(WeightFile.tensors(run.spec, run.params));
    arrays(run)
        .forEach(
            (prefix, array) ->
                WeightFile.tensors(run.spec, array)
                    .forEach((path, tensor) -> tensors.put(prefix + path, tensor)));
    Map<String, String> metadata =
        new TreeMap<>(WeightFile.metadata(run.spec, FORMAT, run.classNames));
    metadata.put("section", run.section.section());
    metadata.put("settings", run.settings.text());
    metadata.put("step", "" + run.step);
    metadata.put("turn", "" + run.turn);
    metadata.put("epoch", "" + run.epoch);
    metadata.put("batch", "" + run.batch);
    metadata.put("samples", "" + run.samples);
    metadata.put("totals", run.totals.text());
    metadata.put("plateau", run.seen.text());
    metadata.put("best_epoch", "" + run.bestEpoch);
    metadata.put("best", Double.toString(run.best));
    sealed(metadata, tensors).write(file);
  }

  /** A file with the checksum of its content. */
  static TensorFile sealed(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(CHECKSUM, checksum(metadata, tensors));
    return TensorFile.of(all, tensors);
  }

  /** Over all names, texts and numbers in order of name; the checksum itself does not count. */
  private static String checksum(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    CRC32C sum = new CRC32C();
    new TreeMap<>(metadata)
        .forEach(
            (key, text) -> {
              if (!key.equals(CHECKSUM)) {
                sum.update((key + "=" + text + "\n").getBytes(StandardCharsets.UTF_8));
              }
            });
    new TreeMap<>(tensors)
        .forEach(
            (name, tensor) -> {
              sum.update((name + tensor.dims() + "\n").getBytes(StandardCharsets.UTF_8));
              ByteBuffer bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
              bytes.asFloatBuffer().put(tensor.values());
              sum.update(bytes);
            });
    return Long.toHexString(sum.getValue());
  }

  static Run read(ModelSpec spec, Path file) throws IOException {
    TensorFile content = TensorFile.read(file);
    Map<String, String> metadata = content.metadata();
    if (!FORMAT.equals(metadata.get(WeightFile.FORMAT))) {
      throw new WeightsException(file + " is no checkpoint of a training run");
    }
    try {
      if (!text(metadata, CHECKSUM).equals(checksum(metadata, content.tensors()))) {
        throw new IllegalArgumentException("the checksum is wrong");
      }
      TrainSpec section = spec.train(text(metadata, "section"));
      TrainSettings settings = TrainSettings.parse(text(metadata, "settings"));
      Map<String, StoredTensor> rest = new TreeMap<>(content.tensors());
      Run run = new Run(spec, section, settings, new float[spec.parameterFloats()]);
      for (Map.Entry<String, float[]> array : arrays(run).entrySet()) {
        Map<String, StoredTensor> slice = take(rest, array.getKey());
        WeightFile.check(spec, metadata, StoredTensor.dims(slice), file + ", " + array.getKey());
        fill(spec, slice, array.getValue());
      }
      WeightFile.check(spec, metadata, StoredTensor.dims(rest), file.toString());
      fill(spec, rest, run.params);
      run.saved = file;
      run.classNames = WeightFile.classNames(metadata, file.toString());
      run.step = number(metadata, "step", Checkpoint::count);
      run.turn = number(metadata, "turn", Checkpoint::count);
      run.epoch = number(metadata, "epoch", Checkpoint::smallCount);
      run.batch = number(metadata, "batch", Checkpoint::smallCount);
      run.samples = number(metadata, "samples", Checkpoint::smallCount);
      int batches = Batches.count(run.samples, settings.examplesPerStep());
      if (run.batch > batches) {
        throw new IllegalArgumentException("batch " + run.batch + " of an epoch of " + batches);
      }
      run.totals.restore(text(metadata, "totals"));
      run.seen = Plateau.Seen.parse(text(metadata, "plateau"));
      run.bestEpoch = number(metadata, "best_epoch", Checkpoint::smallCount);
      run.best = number(metadata, "best", Double::valueOf);
      return run;
    } catch (IllegalArgumentException e) {
      throw new WeightsException(file + ": bad checkpoint: " + e.getMessage());
    }
  }

  /** What a run holds beside its parameters, by the prefix of the tensors' names. */
  private static Map<String, float[]> arrays(Run run) {
    Map<String, float[]> arrays = new TreeMap<>();
    for (int k = 0; k < run.state.length; k++) {
      arrays.put("optimizer." + k + ":", run.state[k]);
    }
    if (run.average != null) {
      arrays.put("average:", run.average);
    }
    if (run.bestParams != null) {
      arrays.put("best:", run.bestParams);
    }
    return arrays;
  }

  private static void fill(ModelSpec spec, Map<String, StoredTensor> from, float[] to) {
    System.arraycopy(WeightFile.physical(spec, from), 0, to, 0, to.length);
  }

  /** Moves the tensors with a prefix into a map of their own, without it. */
  private static Map<String, StoredTensor> take(Map<String, StoredTensor> from, String prefix) {
    Map<String, StoredTensor> taken = new TreeMap<>();
    from.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            taken.put(name.substring(prefix.length()), tensor);
          }
        });
    from.keySet().removeIf(name -> name.startsWith(prefix));
    return taken;
  }

  private static String text(Map<String, String> metadata, String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no '" + key + "'");
    }
    return text;
  }

  /** A number; the reader throws {@link NumberFormatException} for what is none. */
  private static <T> T number(
      Map<String, String> metadata, String key, Function<String, T> reader) {
    String text = text(metadata, key);
    try {
      return reader.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is '" + text + "'", e);
    }
  }

  private static long count(String text) {
    long count = Long.parseLong(text);
    if (count < 0) {
      throw new NumberFormatException();
    }
    return count;
  }

  private static int smallCount(String text) {
    int count = Integer.parseInt(text);
    if (count < 0) {
      throw new NumberFormatException();
    }
    return count;
  }
}
