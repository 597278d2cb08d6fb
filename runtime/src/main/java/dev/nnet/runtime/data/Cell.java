package dev.nnet.runtime.data;

import java.util.Locale;
import java.util.Set;

/** What the text of a cell means. */
final class Cell {
  private static final Set<String> MISSING =
      Set.of("", ".", "?", "NA", "N/A", "NaN", "nan", "null");
  private static final Set<String> TRUE = Set.of("true", "yes", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "0");

  private static final String DECIMAL = "0123456789+-.eE";

  private Cell() {}

  /** A cell that does not fit; the message goes on after the name of the column. */
  static final class Unfit extends Exception {
    Unfit(String message) {
      super(message, null, false, false);
    }
  }

  /** The text without blanks around it. */
  static String text(String cell) throws Unfit {
    String text = cell.strip();
    if (MISSING.contains(text)) {
      throw new Unfit(text.isEmpty() ? "is missing" : "is missing ('" + text + "')");
    }
    return text;
  }

  /** A finite number, rounded to the nearest float. */
  static float number(String cell) throws Unfit {
    String text = text(cell);
    if (text.chars().allMatch(c -> DECIMAL.indexOf(c) >= 0)) { // Java would take 1f and 0x1p3
      try {
        float number = Float.parseFloat(text);
        if (Float.isInfinite(number)) {
          throw new Unfit("is '" + text + "', which is too large");
        }
        return number;
      } catch (NumberFormatException e) {
        // told below
      }
    }
    throw new Unfit("is '" + text + "', no number");
  }

  /** A whole number of 32 bits. */
  static int whole(String cell) throws Unfit {
    String text = text(cell);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Unfit("is '" + text + "', no whole number");
    }
  }

  /** A truth value as 1 or 0. */
  static int truth(String cell) throws Unfit {
    String text = text(cell).toLowerCase(Locale.ROOT);
    if (!TRUE.contains(text) && !FALSE.contains(text)) {
      throw new Unfit("is '" + text + "', neither true nor false");
    }
    return TRUE.contains(text) ? 1 : 0;
  }
}
