package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.WeightFile;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.io.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A {@link Run} as a safetensors file: parameters under their paths, the optimiser's k-th array
 * under {@code optimizer.k:path}, all numbers of the run as texts in the metadata.
 */
final class Checkpoint {
  private static final String FORMAT = "checkpoint";

  private Checkpoint() {}

  static void write(Run run, Path file) throws IOException {
    Map<String, StoredTensor> tensors = new TreeMap<>(WeightFile.tensors(run.spec, run.params));
    for (int k = 0; k < run.state.length; k++) {
      String prefix = prefix(k);
      WeightFile.tensors(run.spec, run.state[k])
          .forEach((path, tensor) -> tensors.put(prefix + path, tensor));
    }
    Map<String, String> metadata = new TreeMap<>(WeightFile.metadata(run.spec, FORMAT));
    TrainSpec settings = run.settings;
    metadata.put("section", settings.section());
    metadata.put("optimizer", settings.optimizer());
    metadata.put("batch_size", "" + settings.batch());
    metadata.put("epochs", "" + settings.epochs());
    metadata.put("seed", "" + settings.seed());
    metadata.put("clip_norm", "" + settings.clipNorm());
    metadata.put("clip_value", "" + settings.clipValue());
    metadata.put("step", "" + run.step);
    metadata.put("epoch", "" + run.epoch);
    metadata.put("batch", "" + run.batch);
    metadata.put("samples", "" + run.samples);
    metadata.put("totals", run.totals.text());
    TensorFile.of(metadata, tensors).write(file);
  }

  static Run read(ModelSpec spec, Path file) throws IOException {
    TensorFile content = TensorFile.read(file);
    Map<String, String> metadata = content.metadata();
    if (!FORMAT.equals(metadata.get(WeightFile.FORMAT))) {
      throw new WeightsException(file + " is no checkpoint of a training run");
    }
    try {
      TrainSpec base = spec.train(text(metadata, "section"));
      TrainSpec settings =
          new TrainSpec(
              base.section(),
              text(metadata, "optimizer"),
              number(metadata, "batch_size", Integer::valueOf),
              number(metadata, "epochs", Integer::valueOf),
              number(metadata, "seed", Long::valueOf),
              number(metadata, "clip_norm", Float::valueOf),
              number(metadata, "clip_value", Float::valueOf),
              base.lossBorder(),
              base.metrics(),
              base.frozen());
      int arrays = Optimizer.parse(settings.optimizer()).stateArrays();
      Map<String, StoredTensor> rest = new TreeMap<>(content.tensors());
      float[][] state = new float[arrays][];
      for (int k = 0; k < arrays; k++) {
        Map<String, StoredTensor> slice = take(rest, prefix(k));
        WeightFile.check(spec, metadata, slice, file + ", " + prefix(k));
        state[k] = WeightFile.physical(spec, slice);
      }
      WeightFile.check(spec, metadata, rest, file.toString());
      Run run = new Run(spec, settings, WeightFile.physical(spec, rest));
      run.state = state;
      run.step = number(metadata, "step", Checkpoint::count);
      run.epoch = number(metadata, "epoch", Checkpoint::smallCount);
      run.batch = number(metadata, "batch", Checkpoint::smallCount);
      run.samples = number(metadata, "samples", Checkpoint::smallCount);
      int batches = Batches.count(run.samples, settings.batch());
      if (run.batch > batches) {
        throw new IllegalArgumentException("batch " + run.batch + " of an epoch of " + batches);
      }
      run.totals.restore(text(metadata, "totals"));
      return run;
    } catch (IllegalArgumentException e) {
      throw new WeightsException(file + ": bad checkpoint: " + e.getMessage());
    }
  }

  private static String prefix(int k) {
    return "optimizer." + k + ":";
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
