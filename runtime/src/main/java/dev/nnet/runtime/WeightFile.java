package dev.nnet.runtime;

import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.io.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Between a network's physical parameters and a file of logical tensors.
 *
 * <p>The metadata of a file we write: {@code network}, {@code hash} ({@link ModelSpec#hash()}),
 * {@code interface}, {@code format}, {@code nnet}, the version of this runtime, and the names of
 * classes, {@code classes.species}. Files of others have none of it and are judged by their tensors
 * alone.
 */
public final class WeightFile {
  /** Metadata key of what a file is. */
  public static final String FORMAT = "format";

  private static final String WEIGHTS = "weights";
  private static final String HASH = "hash";
  private static final String INTERFACE = "interface";
  private static final String VERSION = "0.1.0";

  private WeightFile() {}

  /** The file of these parameters. */
  public static TensorFile of(ModelSpec spec, float[] params, ClassNames classNames) {
    return TensorFile.of(metadata(spec, WEIGHTS, classNames), tensors(spec, params));
  }

  /** Metadata of a file about a network. */
  public static Map<String, String> metadata(ModelSpec spec, String format, ClassNames classNames) {
    Map<String, String> texts = new TreeMap<>(classNames.metadata());
    texts.putAll(
        Map.of(
            "network",
            spec.network(),
            HASH,
            spec.hash(),
            INTERFACE,
            spec.interfaceText(),
            FORMAT,
            format,
            "nnet",
            VERSION));
    return texts;
  }

  /**
   * The names of classes that a file knows.
   *
   * @param name what to call the file in messages
   * @throws WeightsException if they cannot be read
   */
  public static ClassNames classNames(Map<String, String> metadata, String name)
      throws WeightsException {
    try {
      return ClassNames.of(metadata);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(name + ": " + e.getMessage());
    }
  }

  /** Logical tensors by path; {@code physical} may be any array in the layout of the parameters. */
  public static Map<String, StoredTensor> tensors(ModelSpec spec, float[] physical) {
    Map<String, StoredTensor> tensors = new TreeMap<>();
    for (ParameterSpec parameter : spec.parameters()) {
      tensors.put(parameter.path(), new StoredTensor(parameter.dims(), parameter.gather(physical)));
    }
    return tensors;
  }

  /**
   * Puts the tensors of a file into physical parameters where path and sizes agree.
   *
   * @param report hears of each that is not taken, and of each parameter that stays
   */
  static void adopt(
      ModelSpec spec, Map<String, StoredTensor> tensors, float[] params, Consumer<String> report) {
    Map<String, StoredTensor> left = new TreeMap<>(tensors);
    for (ParameterSpec parameter : spec.parameters()) {
      StoredTensor found = left.remove(parameter.path());
      if (found != null && found.dims().equals(parameter.dims())) {
        parameter.scatter(found.values(), params);
      } else {
        report.accept(
            parameter.path()
                + " "
                + parameter.dims()
                + " stays as it is: the file has "
                + (found == null ? "none" : found.dims()));
      }
    }
    left.forEach((path, tensor) -> report.accept(path + " " + tensor.dims() + " is not needed"));
  }

  /** Spreads logical tensors into a fresh physical array; they must fit. */
  public static float[] physical(ModelSpec spec, Map<String, StoredTensor> tensors) {
    float[] physical = new float[spec.parameterFloats()];
    for (ParameterSpec parameter : spec.parameters()) {
      parameter.scatter(tensors.get(parameter.path()).values(), physical);
    }
    return physical;
  }

  /**
   * Compares tensors and metadata with the network.
   *
   * @param dims sizes of the tensors by name
   * @throws WeightsException with every difference in one message
   */
  public static void check(
      ModelSpec spec, Map<String, String> metadata, Map<String, List<Integer>> dims, String name)
      throws WeightsException {
    List<String> differences = new ArrayList<>();
    Map<String, List<Integer>> left = new TreeMap<>(dims);
    for (ParameterSpec parameter : spec.parameters()) {
      List<Integer> found = left.remove(parameter.path());
      if (found == null) {
        differences.add(parameter.path() + " " + parameter.dims() + " is missing in the file");
      } else if (!found.equals(parameter.dims())) {
        differences.add(
            parameter.path()
                + " is "
                + found
                + " in the file, "
                + parameter.dims()
                + " in the network");
      }
    }
    left.forEach((more, sizes) -> differences.add(more + " " + sizes + " is not in the network"));
    String hash = metadata.get(HASH);
    if (differences.isEmpty() && hash != null && !hash.equals(spec.hash())) {
      differences.add(
          "the file was written for '"
              + metadata.get(INTERFACE)
              + "', the network has '"
              + spec.interfaceText()
              + "'");
    }
    if (!differences.isEmpty()) {
      throw new WeightsException(
          "weights of "
              + spec.network()
              + " do not fit: "
              + String.join("; ", differences)
              + " ("
              + name
              + ")");
    }
  }
}
