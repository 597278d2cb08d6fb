package dev.nnet.runtime;

import dev.nnet.runtime.io.StoredTensor;
import dev.nnet.runtime.io.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tensors of somebody's file are called here, a line for each:
 *
 * <pre>
 *   # theirs                       ours
 *   features.0.weight          ->  logits/conv2d_1.weight
 *   classifier.*               ->  logits/dense_1.*       # a star stands for any text, also empty
 *   *.num_batches_tracked      ->  -                      # not wanted
 * </pre>
 *
 * The first line that fits a tensor counts.
 */
public final class WeightNames {
  /** Names stay as they are. */
  public static final WeightNames SAME = new WeightNames("", List.of());

  private static final String UNWANTED = "-";

  private final String source;
  private final List<Line> lines;

  private WeightNames(String source, List<Line> lines) {
    this.source = source;
    this.lines = List.copyOf(lines);
  }

  /** A line of the file; {@code ours} has {@code $1}, {@code $2} where it had stars. */
  private record Line(int number, String theirs, Pattern pattern, String ours) {
    Optional<String> rename(String tensor) {
      Matcher matcher = pattern.matcher(tensor);
      return matcher.matches() ? Optional.of(matcher.replaceFirst(ours)) : Optional.empty();
    }
  }

  /**
   * Reads a file of names.
   *
   * @throws IOException naming the file and the line that cannot be understood
   */
  public static WeightNames read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    List<String> text = Files.readAllLines(file);
    for (int k = 0; k < text.size(); k++) {
      String line = text.get(k).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        lines.add(line(file + ":" + (k + 1), k + 1, line));
      }
    }
    return new WeightNames(file.toString(), lines);
  }

  private static Line line(String place, int number, String line) throws IOException {
    String[] sides = line.split("\\s*->\\s*", -1);
    if (sides.length != 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
      throw new IOException(place + ": '" + line + "'; `their.name -> our/name` expected");
    }
    long stars = stars(sides[1]);
    if (!sides[1].equals(UNWANTED) && stars != stars(sides[0])) {
      throw new IOException(place + ": as many stars on the right as on the left expected");
    }
    StringBuilder pattern = new StringBuilder();
    for (String part : sides[0].split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : "(.*)").append(Pattern.quote(part));
    }
    StringBuilder ours = new StringBuilder();
    String[] parts = sides[1].split("\\*", -1);
    for (int k = 0; k < parts.length; k++) {
      ours.append(k == 0 ? "" : "$" + k).append(Matcher.quoteReplacement(parts[k]));
    }
    return new Line(number, sides[0], Pattern.compile(pattern.toString()), ours.toString());
  }

  private static long stars(String side) {
    return side.chars().filter(c -> c == '*').count();
  }

  /**
   * The tensors by our names.
   *
   * @param file what to call the file in messages
   * @throws WeightsException if a tensor has no line, a line no tensor, or two tensors one name
   */
  Map<String, StoredTensor> rename(Map<String, StoredTensor> theirs, String file)
      throws WeightsException {
    if (this == SAME) {
      return theirs;
    }
    List<String> problems = new ArrayList<>();
    List<Line> unused = new ArrayList<>(lines);
    Map<String, StoredTensor> ours = new TreeMap<>();
    theirs.forEach(
        (name, tensor) -> {
          Line line =
              lines.stream().filter(l -> l.rename(name).isPresent()).findFirst().orElse(null);
          unused.remove(line);
          if (line == null) {
            problems.add("no line for " + name + " " + tensor.dims() + " (or `" + name + " -> -`)");
            return;
          }
          String own = line.rename(name).orElseThrow();
          if (!own.equals(UNWANTED) && ours.put(own, tensor) != null) {
            problems.add("line " + line.number + " names a second tensor " + own + ": " + name);
          }
        });
    for (Line line : unused) {
      problems.add("line " + line.number + ": nothing in " + file + " is called " + line.theirs);
    }
    if (!problems.isEmpty()) {
      throw new WeightsException(source + ": " + String.join("; ", problems));
    }
    return ours;
  }
}
