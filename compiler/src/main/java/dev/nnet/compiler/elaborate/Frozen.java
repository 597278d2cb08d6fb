package dev.nnet.compiler.elaborate;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a train section leaves as it is: {@code dense} stands for all dense layers, {@code backbone}
 * for everything in the layer or pipeline of that name. In a frozen layer training computes what
 * inference does: batch_norm uses its running statistics, dropout drops nothing.
 */
public record Frozen(Set<String> names) {
  public static final Frozen NOTHING = new Frozen(Set.of());

  public Frozen {
    names = Set.copyOf(names);
  }

  /** Whether a layer is frozen, or lies in one that is. */
  public boolean layer(String path) {
    return names(path).stream().anyMatch(names::contains);
  }

  /** Whether a weight or state is frozen. */
  public boolean weight(String path) {
    return layer(layerOf(path));
  }

  /** The layer of a weight: {@code logits/dense_1} of {@code logits/dense_1.weight}. */
  static String layerOf(String weight) {
    return weight.substring(0, Math.max(weight.lastIndexOf('.'), 0));
  }

  /** The names that hold a layer: of {@code logits/dense_1} logits, dense_1 and dense. */
  static Set<String> names(String layer) {
    Set<String> names = new TreeSet<>();
    for (String name : layer.split("/")) {
      names.addAll(Arrays.asList(name, name.replaceFirst("_\\d+$", "")));
    }
    return names;
  }
}
