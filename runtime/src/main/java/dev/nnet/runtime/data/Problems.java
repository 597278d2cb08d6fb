package dev.nnet.runtime.data;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the rows of a file, by line. */
final class Problems {
  /** As many are kept word by word. */
  private static final int KEPT = 100;

  /** As many an error tells. */
  private static final int TOLD = 5;

  private final String name;
  private final List<String> kept = new ArrayList<>();
  private int count;

  Problems(String name) {
    this.name = name;
  }

  void add(int line, String what) {
    if (count++ < KEPT) {
      kept.add(name + ":" + line + ": " + what);
    }
  }

  /** How many rows. */
  int count() {
    return count;
  }

  /** The first of them. */
  List<String> kept() {
    return List.copyOf(kept);
  }

  /**
   * Refuses them, if that is asked for.
   *
   * @throws MalformedException with the first of them
   */
  void settle(Malformed malformed) throws MalformedException {
    if (malformed == Malformed.SKIP || count == 0) {
      return;
    }
    if (count == 1) {
      throw new MalformedException(kept.get(0));
    }
    List<String> told = kept.subList(0, Math.min(TOLD, kept.size()));
    String more = count > told.size() ? "\n  and " + (count - told.size()) + " more" : "";
    throw new MalformedException(
        name + ": " + count + " rows cannot be used\n  " + String.join("\n  ", told) + more);
  }
}
