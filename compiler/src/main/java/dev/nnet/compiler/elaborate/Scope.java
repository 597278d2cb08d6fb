package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of a body, over those of its file.
 *
 * <p>What a name stands for is a {@link Long}, {@link Double}, {@link Boolean}, {@link String} (a
 * word), a {@link List}, a {@link dev.nnet.compiler.graph.Value}, a {@link Stages}, a {@link Lazy}
 * or {@link #POISON}.
 */
final class Scope {
  /** What a name stands for whose definition has an error: it is not reported again. */
  static final Object POISON = new Object();

  /** Something that is made when it is first used. */
  interface Lazy {
    Object get();
  }

  private record Entry(Object value, Span span) {}

  private final Scope outer;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Scope(Scope outer) {
    this.outer = outer;
  }

  /** The value of a name; null if there is none. */
  Object get(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return outer == null ? null : outer.get(name);
    }
    return entry.value instanceof Lazy lazy ? lazy.get() : entry.value;
  }

  /** Where a name of this body was defined; null if it was not. */
  Span place(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.span;
  }

  void put(String name, Object value, Span span) {
    entries.put(name, new Entry(value, span));
  }

  /** All names in sight. */
  List<String> names() {
    List<String> all = new ArrayList<>(entries.keySet());
    if (outer != null) {
      all.addAll(outer.names());
    }
    return all;
  }
}
