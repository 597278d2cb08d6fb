package dev.nnet.runtime;

import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * What the tensors of somebody's file are called here, a line for each:
 *
 * <pre>
 *   # theirs                       ours
 *   features.0.weight          ->  logits/conv2d_1.weight
 *   classifier.*               ->  logits/dense_1.*       # a star stands for any text, also empty
 *   *.num_batches_tracked      ->  -                      # not wanted
 *   rnn.bias_ih + rnn.bias_hh  ->  y/lstm_1.bias          # the sum of two tensors
 *   kernel[2 1 3 of 3]         ->  y/gru_1.weight         # equal parts of the first axis, reordered
 * </pre>
 *
 * The first line that fits a tensor counts; of one that is taken in parts, several lines may take
 * other parts, and {@code 0} is a part of zeros. So PyTorch's two biases of a gated unit, of which
 * only the last third of the second is not redundant, become ours:
 *
 * <pre>
 *   gru.bias_ih_l0 + gru.bias_hh_l0[1 2 0 of 3]  ->  y/gru_1.bias
 *   gru.bias_hh_l0[3 of 3]                       ->  y/gru_1.inner
 * </pre>
 */
public final class WeightNames {
  /** Names stay as they are. */
  public static final WeightNames SAME = new WeightNames("", List.of());

  private final String source;
  private final List<WeightLine> lines;

  private WeightNames(String source, List<WeightLine> lines) {
    this.source = source;
    this.lines = List.copyOf(lines);
  }

  /**
   * Reads a file of names.
   *
   * @throws IOException naming the file and the line that cannot be understood
   */
  public static WeightNames read(Path file) throws IOException {
    List<WeightLine> lines = new ArrayList<>();
    List<String> text = Files.readAllLines(file);
    for (int k = 0; k < text.size(); k++) {
      String line = text.get(k).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        lines.add(WeightLine.parse(file + ":" + (k + 1), k + 1, line));
      }
    }
    return new WeightNames(file.toString(), lines);
  }

  /**
   * The tensors by our names.
   *
   * @param file what to call the file in messages
   * @throws WeightsException if a tensor, or a part of one, has no line, a line no tensor, two
   *     tensors one name, or the terms of a sum different sizes
   */
  Map<String, StoredTensor> rename(Map<String, StoredTensor> theirs, String file)
      throws WeightsException {
    if (this == SAME) {
      return theirs;
    }
    Renaming renaming = new Renaming(theirs);
    lines.forEach(line -> renaming.apply(line, file));
    renaming.complete();
    if (!renaming.problems.isEmpty()) {
      throw new WeightsException(source + ": " + String.join("; ", renaming.problems));
    }
    return renaming.ours;
  }

  /** Lines take tensors, or rows of them, until nothing is left. */
  private static final class Renaming {
    private static final String TAKEN = "lines above have taken ";

    final Map<String, StoredTensor> ours = new TreeMap<>();
    final List<String> problems = new ArrayList<>();
    private final Map<String, StoredTensor> theirs;

    /** The rows of each tensor that no line has taken. */
    private final Map<String, BitSet> left = new TreeMap<>();

    Renaming(Map<String, StoredTensor> theirs) {
      this.theirs = theirs;
      theirs.forEach(
          (name, tensor) -> {
            BitSet rows = new BitSet();
            rows.set(0, WeightLine.rows(tensor));
            left.put(name, rows);
          });
    }

    void apply(WeightLine line, String file) {
      boolean found = false;
      boolean used = false;
      WeightLine.Term first = line.terms().get(0);
      for (String name : theirs.keySet()) {
        Matcher stars = first.matcher(name);
        if (stars.matches()) {
          found = true;
          used |= line.unwanted() ? drop(name) : take(line, stars);
        }
      }
      if (!used) {
        problems.add(
            "line "
                + line.number()
                + ": "
                + (found ? TAKEN : "nothing in " + file + " is called ")
                + first.written());
      }
    }

    private boolean drop(String name) {
      boolean any = !left.get(name).isEmpty();
      left.get(name).clear();
      return any;
    }

    /** Takes a tensor, with what is added to it; false if a line before has taken it. */
    private boolean take(WeightLine line, Matcher stars) {
      String found = stars.group();
      String own = stars.replaceFirst(line.ours());
      List<String> names = line.terms().stream().map(t -> stars.replaceFirst(t.name())).toList();
      StoredTensor sum = null;
      for (int i = 0; i < names.size(); i++) {
        WeightLine.Term term = line.terms().get(i);
        String name = names.get(i);
        String fault = fault(term, name, sum);
        if (fault.startsWith(TAKEN) && sum == null) {
          return false;
        }
        if (!fault.isEmpty()) {
          problems.add("line " + line.number() + ": " + fault);
          return true;
        }
        StoredTensor part = term.take(theirs.get(name));
        left.get(name).andNot(term.used(theirs.get(name)));
        sum = sum == null ? part : sum(sum, part);
      }
      if (ours.put(own, sum) != null) {
        problems.add("line " + line.number() + " names a second tensor " + own + ": " + found);
      }
      return true;
    }

    /** Why a term cannot be taken and added to what is there; empty if it can. */
    private String fault(WeightLine.Term term, String name, StoredTensor sum) {
      StoredTensor tensor = theirs.get(name);
      if (tensor == null) {
        return "there is no " + name + " to add";
      }
      if (!term.fits(tensor)) {
        return name + " " + tensor.dims() + " has no " + term.parts() + " equal parts";
      }
      BitSet missing = term.used(tensor);
      missing.andNot(left.get(name));
      if (!missing.isEmpty()) {
        return TAKEN + name;
      }
      List<Integer> dims = term.take(tensor).dims();
      return sum == null || dims.equals(sum.dims())
          ? ""
          : "cannot add " + name + " " + dims + " to " + sum.dims();
    }

    private static StoredTensor sum(StoredTensor a, StoredTensor b) {
      float[] sum = a.values().clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += b.values()[i];
      }
      return new StoredTensor(a.dims(), sum);
    }

    /** Every tensor, and every part of one, must have found a line. */
    void complete() {
      left.forEach(
          (name, rows) -> {
            int all = WeightLine.rows(theirs.get(name));
            String tensor = name + " " + theirs.get(name).dims();
            if (rows.cardinality() == all) {
              problems.add("no line for " + tensor + " (or `" + name + " -> -`)");
            } else if (!rows.isEmpty()) {
              int from = rows.nextSetBit(0);
              String part = "rows " + from + " to " + (rows.nextClearBit(from) - 1);
              problems.add("no line for " + part + " of " + tensor);
            }
          });
    }
  }
}
