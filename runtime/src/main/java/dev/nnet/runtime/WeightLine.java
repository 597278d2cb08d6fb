package dev.nnet.runtime;

import dev.nnet.runtime.io.StoredTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@link WeightNames}: what is added up, and what the sum is called here.
 *
 * <pre>
 *   *.bias_ih_l0 + *.bias_hh_l0[1 2 0 of 3]  ->  y/*.bias
 *   -------------- terms ------------------      -- ours --
 * </pre>
 *
 * @param number of the line, from 1
 * @param terms at least one; the first finds the tensors, its stars give the names of the others
 * @param ours with {@code $1}, {@code $2} where the line has stars, or {@link #UNWANTED}
 */
record WeightLine(int number, List<Term> terms, String ours) {
  static final String UNWANTED = "-";

  private static final Pattern PARTS = Pattern.compile("(\\S+)\\s*\\[([\\d ]+) of (\\d{1,9})]");

  /**
   * A tensor of theirs, or equal parts of it along its first axis.
   *
   * @param written as in the line, without its parts
   * @param name with {@code $1}, {@code $2} for its stars
   * @param picked numbers of parts from 1 on in the order wanted, 0 for zeros; empty: all of it
   * @param parts how many there are
   */
  record Term(String written, String name, List<Integer> picked, int parts) {
    Matcher matcher(String tensor) {
      StringBuilder pattern = new StringBuilder();
      for (String text : written.split("\\*", -1)) {
        pattern.append(pattern.isEmpty() ? "" : "(.*)").append(Pattern.quote(text));
      }
      return Pattern.compile(pattern.toString()).matcher(tensor);
    }

    boolean fits(StoredTensor tensor) {
      return picked.isEmpty()
          || !tensor.dims().isEmpty() && tensor.dims().get(0) > 0 && rows(tensor) % parts == 0;
    }

    /** The rows that are used. */
    BitSet used(StoredTensor tensor) {
      BitSet used = new BitSet();
      int size = rows(tensor) / parts;
      used.set(0, picked.isEmpty() ? rows(tensor) : 0);
      picked.stream().filter(p -> p > 0).forEach(p -> used.set((p - 1) * size, p * size));
      return used;
    }

    /** The parts wanted, one behind the other. */
    StoredTensor take(StoredTensor tensor) {
      if (picked.isEmpty()) {
        return tensor;
      }
      int size = tensor.values().length / parts;
      float[] taken = new float[size * picked.size()];
      for (int i = 0; i < picked.size(); i++) {
        if (picked.get(i) > 0) {
          System.arraycopy(tensor.values(), (picked.get(i) - 1) * size, taken, i * size, size);
        }
      }
      List<Integer> dims = new ArrayList<>(tensor.dims());
      dims.set(0, rows(tensor) / parts * picked.size());
      return new StoredTensor(dims, taken);
    }
  }

  /** The size of the first axis; 1 where there is nothing to divide. */
  static int rows(StoredTensor tensor) {
    return tensor.dims().isEmpty() ? 1 : Math.max(1, tensor.dims().get(0));
  }

  boolean unwanted() {
    return ours.equals(UNWANTED);
  }

  /**
   * Reads a line.
   *
   * @param place begins the message of the exception
   */
  static WeightLine parse(String place, int number, String line) throws IOException {
    String[] sides = line.split("\\s*->\\s*", -1);
    if (sides.length != 2 || sides[0].isEmpty() || !sides[1].matches("\\S+")) {
      throw new IOException(place + ": '" + line + "'; `their.name -> our/name` expected");
    }
    List<Term> terms = new ArrayList<>();
    for (String term : sides[0].split("\\s+\\+\\s+", -1)) {
      terms.add(term(place, term.strip()));
      if (!sides[1].equals(UNWANTED) && stars(sides[1]) != stars(term)) {
        throw new IOException(place + ": as many stars on the right as on the left expected");
      }
    }
    if (sides[1].equals(UNWANTED) && terms.size() > 1) {
      throw new IOException(place + ": a sum has a name: `-> our/name` expected");
    }
    return new WeightLine(number, List.copyOf(terms), numbered(sides[1]));
  }

  private static Term term(String place, String text) throws IOException {
    Matcher matcher = PARTS.matcher(text);
    if (!matcher.matches()) {
      if (!text.matches("\\S+")) {
        throw new IOException(
            place
                + ": '"
                + text
                + "'; `their.name`, or `their.name[1 2 of 3]` for parts, expected");
      }
      return new Term(text, numbered(text), List.of(), 1);
    }
    int parts = Integer.parseInt(matcher.group(3));
    List<Integer> picked = new ArrayList<>();
    for (String number : matcher.group(2).strip().split(" +")) {
      int part = number.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number);
      if (part > parts || part > 0 && picked.contains(part)) {
        throw new IOException(
            place + ": '" + text + "'; parts are 1 to " + parts + ", each once, or 0 for zeros");
      }
      picked.add(part);
    }
    String name = matcher.group(1);
    return new Term(name, numbered(name), List.copyOf(picked), Math.max(1, parts));
  }

  /** A replacement for what the stars stand for. */
  private static String numbered(String side) {
    StringBuilder text = new StringBuilder();
    String[] parts = side.split("\\*", -1);
    for (int k = 0; k < parts.length; k++) {
      text.append(k == 0 ? "" : "$" + k).append(Matcher.quoteReplacement(parts[k]));
    }
    return text.toString();
  }

  private static long stars(String side) {
    return side.chars().filter(c -> c == '*').count();
  }
}
