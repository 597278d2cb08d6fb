package dev.nnet.runtime;

import dev.nnet.runtime.io.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What the numbers of {@code index<n>} borders are called. Data that have names give them, the
 * weights keep them.
 *
 * <pre>
 *   ClassNames names = train.classNames();
 *   names.of("species");                       // [Adelie, Chinstrap, Gentoo]; empty if unknown
 * </pre>
 *
 * @param byBorder the names of a border's classes in order of their numbers
 */
public record ClassNames(SortedMap<String, List<String>> byBorder) {
  /** No names. */
  public static final ClassNames NONE = new ClassNames(Collections.emptySortedMap());

  private static final String KEY = "classes.";

  public ClassNames {
    SortedMap<String, List<String>> copy = new TreeMap<>();
    byBorder.forEach((border, names) -> copy.put(border, List.copyOf(names)));
    byBorder = Collections.unmodifiableSortedMap(copy);
  }

  /** The names of one border's classes. */
  public static ClassNames of(String border, List<String> names) {
    return new ClassNames(new TreeMap<>(Map.of(border, names)));
  }

  /** The names of a border's classes by number; empty if nobody knows them. */
  public List<String> of(String border) {
    return byBorder.getOrDefault(border, List.of());
  }

  /** The name of a class, or its number if it has none. */
  public String name(String border, int number) {
    List<String> names = of(border);
    return number < names.size() ? names.get(number) : Integer.toString(number);
  }

  /** These names, and those of {@code others} for borders that have none here. */
  public ClassNames or(ClassNames others) {
    SortedMap<String, List<String>> all = new TreeMap<>(others.byBorder);
    all.putAll(byBorder);
    return new ClassNames(all);
  }

  /** As texts of a weight file: {@code classes.species} is {@code ["Adelie","Chinstrap"]}. */
  Map<String, String> metadata() {
    Map<String, String> texts = new TreeMap<>();
    byBorder.forEach(
        (border, names) -> {
          StringJoiner list = new StringJoiner(",", "[", "]");
          names.forEach(name -> list.add(Json.quote(name)));
          texts.put(KEY + border, list.toString());
        });
    return texts;
  }

  /**
   * From the texts of a weight file.
   *
   * @throws IllegalArgumentException if a list of names is none
   */
  static ClassNames of(Map<String, String> metadata) {
    SortedMap<String, List<String>> all = new TreeMap<>();
    metadata.forEach(
        (key, text) -> {
          if (key.startsWith(KEY)) {
            all.put(key.substring(KEY.length()), names(key, text));
          }
        });
    return new ClassNames(all);
  }

  private static List<String> names(String key, String text) {
    List<String> names = new ArrayList<>();
    if (Json.parse(text) instanceof List<?> list) {
      list.forEach(name -> names.add(name instanceof String word ? word : null));
      if (!names.contains(null)) {
        return names;
      }
    }
    throw new IllegalArgumentException(key + " is no list of names");
  }
}
