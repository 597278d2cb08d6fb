package dev.nnet.runtime;

import dev.nnet.runtime.io.TensorSink;
import dev.nnet.runtime.io.WeightsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Puts the numbers of a weight file where a network has them, as they are read: the file is never
 * in memory as a whole.
 *
 * <pre>
 *   WeightLoading loading = new WeightLoading(spec, "lenet5.safetensors");
 *   TensorFile.read(file, loading);
 *   loading.params();
 * </pre>
 */
final class WeightLoading implements TensorSink {
  private final ModelSpec spec;
  private final String name;
  private final float[] params;
  private final Map<String, ParameterSpec> parameters = new HashMap<>();
  private ClassNames classNames;

  /**
   * @param name what to call the file in messages
   */
  WeightLoading(ModelSpec spec, String name) {
    this.spec = spec;
    this.name = name;
    this.params = new float[spec.parameterFloats()];
    spec.parameters().forEach(p -> parameters.put(p.path(), p));
  }

  /**
   * @throws WeightsException listing everything that does not fit
   */
  @Override
  public void begin(SortedMap<String, String> metadata, SortedMap<String, List<Integer>> dims)
      throws WeightsException {
    if ("checkpoint".equals(metadata.get(WeightFile.FORMAT))) {
      throw new WeightsException(
          name + " is a checkpoint of a training run, not a weight file; a trainer can resume it");
    }
    WeightFile.check(spec, metadata, dims, name);
    classNames = WeightFile.classNames(metadata, name);
  }

  @Override
  public void take(String tensor, int from, float[] values, int count) {
    parameters.get(tensor).scatter(from, values, count, params);
  }

  /** The physical parameters. */
  float[] params() {
    return params;
  }

  /** The names of classes that the file knows. */
  ClassNames classNames() {
    return classNames;
  }
}
