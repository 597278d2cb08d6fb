package dev.nnet.compiler.facade;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names of the language as Java names: {@code source_vocab} becomes {@code sourceVocab}. */
final class JavaNames {
  /** Methods every object or session has: no accessor may be called so. */
  private static final Set<String> TAKEN =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "run",
          "close",
          "maxBatch");

  private JavaNames() {}

  /** A variable, accessor or record component. */
  static String variable(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_")) {
      camel.append(camel.isEmpty() ? word : capital(word));
    }
    String variable = camel.isEmpty() ? name : camel.toString();
    return SourceVersion.isKeyword(variable) || TAKEN.contains(variable)
        ? variable + "_"
        : variable;
  }

  /** The beginning of a class name; empty for the empty name. */
  static String type(String name) {
    return name.isEmpty() ? "" : capital(variable(name));
  }

  private static String capital(String word) {
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
