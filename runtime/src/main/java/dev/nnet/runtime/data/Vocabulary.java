package dev.nnet.runtime.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The words that a network knows, numbered; {@value #UNKNOWN} stands for all others.
 *
 * <pre>
 *   Vocabulary words = Vocabulary.of(texts, 20_000);         // for an index&lt;20_000&gt;[B, T]
 *   int[] review = words.encode("Not bad, not bad at all.");
 *   Vocabulary again = Vocabulary.of(net.classNames().of("words"));
 * </pre>
 *
 * A data set that has been read with a vocabulary gives its words as class names, so they are kept
 * with the weights and come back with them.
 */
public final class Vocabulary {
  /** The number of every word that is not known. */
  public static final int UNKNOWN = 0;

  private static final String NONE = "<unknown>";

  private final List<String> words;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int k = 0; k < words.size(); k++) {
      numbers.put(words.get(k), k);
    }
  }

  /**
   * The most frequent words of texts; of words that are equally frequent those first in order of
   * their characters. The same texts give the same numbers, in whatever order they come.
   *
   * @param most how many numbers there are at most, the unknown word's included
   * @throws IllegalArgumentException if {@code most} is below 2
   */
  public static Vocabulary of(Iterable<String> texts, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("a vocabulary of " + most + ": at least 2 expected");
    }
    Map<String, Integer> counts = new HashMap<>();
    texts.forEach(text -> split(text).forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<String> words = new ArrayList<>(List.of(NONE));
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most - 1L)
        .forEach(entry -> words.add(entry.getKey()));
    return new Vocabulary(words);
  }

  /**
   * A vocabulary that was kept.
   *
   * @param words {@link #words()} of the other one
   * @throws IllegalArgumentException if they are no vocabulary's
   */
  public static Vocabulary of(List<String> words) {
    if (words.isEmpty() || !words.get(UNKNOWN).equals(NONE)) {
      throw new IllegalArgumentException(
          words.isEmpty()
              ? "no words: these weights were trained without a vocabulary"
              : "the first word of a vocabulary is " + NONE + ", not '" + words.get(0) + "'");
    }
    return new Vocabulary(words);
  }

  /**
   * The words of a text: letters and digits in lower case with apostrophes between them, and every
   * other visible character as a word of its own. {@code Don't, 2!} has four.
   */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int[] points = text.toLowerCase(java.util.Locale.ROOT).codePoints().toArray();
    for (int from = 0, to; from < points.length; from = to) {
      to = from + 1;
      if (inside(points, from)) {
        while (to < points.length && inside(points, to)) {
          to++;
        }
      }
      if (!Character.isWhitespace(points[from]) && !Character.isISOControl(points[from])) {
        words.add(new String(points, from, to - from));
      }
    }
    return words;
  }

  private static boolean inside(int[] points, int at) {
    boolean between = at > 0 && at + 1 < points.length && letter(points[at - 1]);
    boolean apostrophe = points[at] == '\'' || points[at] == '\u2019';
    return letter(points[at]) || apostrophe && between && letter(points[at + 1]);
  }

  private static boolean letter(int point) {
    int type = Character.getType(point);
    boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    return mark || Character.isLetterOrDigit(point);
  }

  /** How many numbers there are. */
  public int size() {
    return words.size();
  }

  /** All words in order of their numbers. */
  public List<String> words() {
    return words;
  }

  /** The number of a word, {@link #UNKNOWN} if it is not known. */
  public int number(String word) {
    return numbers.getOrDefault(word, UNKNOWN);
  }

  /** The numbers of a text's words. */
  public int[] encode(String text) {
    return split(text).stream().mapToInt(this::number).toArray();
  }

  /** The words of numbers, with spaces between them. */
  public String decode(int... indices) {
    return Arrays.stream(indices).mapToObj(words::get).collect(Collectors.joining(" "));
  }
}
