package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a body, over those of its file.
 *
 * <p>What a name stands for is a {@link Long}, {@link Double}, {@link Boolean}, {@link String} (a
 * word), a {@link List}, a {@link Value}, a {@link Stages}, a {@link Lazy}, a {@link
 * dev.nnet.compiler.graph.Dim} that is not known, or {@link #POISON}.
 */
final class Scope {
  /** What a name stands for whose definition has an error: it is not reported again. */
  static final Object POISON = new Object();

  /** Something that is made when it is first used. */
  interface Lazy {
    Object get();
  }

  /**
   * A name with its meaning.
   *
   * @param role what kind of thing it is, for messages: "input", "layer"
   * @param owner the body that declares it: "block 'f'"; empty for a network or a file
   */
  record Entry(String name, Object value, Span span, String role, String owner) {}

  private final Scope outer;
  private final String owner;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Span> later = new HashMap<>();

  Scope(Scope outer) {
    this(outer, "");
  }

  Scope(Scope outer, String owner) {
    this.outer = outer;
    this.owner = owner;
  }

  /** The value of a name; null if there is none. */
  Object get(String name) {
    Entry entry = entry(name);
    if (entry == null) {
      return null;
    }
    return entry.value instanceof Lazy lazy ? lazy.get() : entry.value;
  }

  /** A name with its meaning, here or around here; null if there is none. */
  Entry entry(String name) {
    Entry entry = entries.get(name);
    return entry == null && outer != null ? outer.entry(name) : entry;
  }

  /** Where a name of this body was defined; null if it was not. */
  Span place(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.span;
  }

  void put(String name, Object value, Span span) {
    put(name, value, span, "tensor");
  }

  void put(String name, Object value, Span span, String role) {
    entries.put(name, new Entry(name, value, span, role, owner));
  }

  /** Says that a statement further down defines a name. */
  void announce(String name, Span span) {
    later.putIfAbsent(name, span);
  }

  /** Where a name that has no meaning yet gets one. */
  Optional<Span> later(String name) {
    Span span = later.get(name);
    return span == null && outer != null ? outer.later(name) : Optional.ofNullable(span);
  }

  /** What the text calls a value. */
  Optional<Entry> nameOf(Value value) {
    Optional<Entry> here = entries.values().stream().filter(e -> e.value == value).findFirst();
    return here.isEmpty() && outer != null ? outer.nameOf(value) : here;
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
