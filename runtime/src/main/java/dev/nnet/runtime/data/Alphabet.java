package dev.nnet.runtime.data;

import java.util.Arrays;

/**
 * The characters of a text, numbered in the order of their code points.
 *
 * <pre>
 *   Alphabet letters = Alphabet.of("banana");        // a 0, b 1, n 2
 *   int[] indices = letters.encode("nab");           // 2, 0, 1
 * </pre>
 */
public final class Alphabet {
  private final int[] characters;

  private Alphabet(int[] characters) {
    this.characters = characters;
  }

  /** The characters that a text has. */
  public static Alphabet of(String text) {
    return new Alphabet(text.codePoints().sorted().distinct().toArray());
  }

  /** How many there are. */
  public int size() {
    return characters.length;
  }

  /**
   * The numbers of a text's characters.
   *
   * @throws IllegalArgumentException for a character that is not in the alphabet; the message names
   *     it and its place
   */
  public int[] encode(String text) {
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int index = Arrays.binarySearch(characters, points[i]);
      if (index < 0) {
        String character = Character.toString(points[i]);
        throw new IllegalArgumentException(
            "character " + i + " is '" + character + "', which is not in the alphabet: " + this);
      }
      points[i] = index;
    }
    return points;
  }

  /**
   * The text of numbers.
   *
   * @throws IndexOutOfBoundsException for a number that is not in 0..size - 1
   */
  public String decode(int... indices) {
    StringBuilder text = new StringBuilder();
    for (int index : indices) {
      text.appendCodePoint(characters[index]);
    }
    return text.toString();
  }

  /** All characters in order: what {@link #of} makes the same alphabet of. */
  @Override
  public String toString() {
    return new String(characters, 0, characters.length);
  }
}
