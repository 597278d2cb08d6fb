package dev.nnet.runtime.data;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.random.Shuffle;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A file of texts with what they are, one in a line:
 *
 * <pre>
 *   good &lt;tab&gt; A quiet film that stays with you.
 *   bad  &lt;tab&gt; Two hours, no idea.
 *
 *   LabelledLines lines = LabelledLines.read(Path.of("train.tsv"));
 *   Vocabulary words = Vocabulary.of(lines.texts(), 20_000);
 *   trainer.fit(lines.dataset("words", words, 400, "mood", lines.labels()));
 *
 *   ClassNames names = trainer.model().classNames();         // also after save and load
 *   Dataset test = LabelledLines.read(Path.of("test.tsv"))
 *       .dataset("words", Vocabulary.of(names.of("words")), 400, "mood", names.of("mood"));
 * </pre>
 */
public final class LabelledLines {
  private final Path file;
  private final List<Line> lines;
  private final Problems problems;

  private LabelledLines(Path file, List<Line> lines, Problems problems) {
    this.file = file;
    this.lines = List.copyOf(lines);
    this.problems = problems;
  }

  private record Line(int number, String label, String text) {}

  /**
   * Reads UTF-8 text; empty lines are passed over.
   *
   * @throws IOException naming file and line where a label, a tab or a text is missing
   */
  public static LabelledLines read(Path file) throws IOException {
    return read(file, Malformed.REFUSE);
  }

  /**
   * The same.
   *
   * @param malformed whether lines without a label, a tab or a text are left out
   */
  public static LabelledLines read(Path file, Malformed malformed) throws IOException {
    Problems problems = new Problems(file.toString());
    List<Line> lines = new ArrayList<>();
    List<String> all;
    try {
      all = Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no UTF-8 text", e);
    }
    for (int k = 0; k < all.size(); k++) {
      String line = all.get(k);
      int tab = line.indexOf('\t');
      String label = line.substring(0, Math.max(tab, 0)).strip();
      if (!label.isEmpty() && !Vocabulary.split(line.substring(tab)).isEmpty()) {
        lines.add(new Line(k + 1, label, line.substring(tab + 1)));
      } else if (!line.isBlank()) {
        problems.add(k + 1, "a label, a tab and a text expected");
      }
    }
    problems.settle(malformed);
    if (lines.isEmpty()) {
      throw new IOException(file + ": no labelled lines");
    }
    return new LabelledLines(file, lines, problems);
  }

  /**
   * A part of the lines in an order that depends on the seed alone, as {@link Dataset#part} takes
   * it: so words can be numbered by those that are learned from.
   */
  public LabelledLines part(double from, double to, long seed) {
    List<Line> chosen = new ArrayList<>();
    for (int k : Shuffle.part(lines.size(), from, to, seed)) {
      chosen.add(lines.get(k));
    }
    return new LabelledLines(file, chosen, problems);
  }

  /** How many there are. */
  public int size() {
    return lines.size();
  }

  /** How many lines of the file were left out. */
  public int skipped() {
    return problems.count();
  }

  /** What is wrong with the first hundred of those, each with file and line. */
  public List<String> problems() {
    return problems.kept();
  }

  /** The labels that occur, in order of their characters. */
  public List<String> labels() {
    return lines.stream().map(Line::label).distinct().sorted().toList();
  }

  /** The texts, in order. */
  public List<String> texts() {
    return lines.stream().map(Line::text).toList();
  }

  /**
   * The lines as examples to learn from, which know their lengths and the names of words and
   * labels.
   *
   * @param input the border of the words, {@code index<n>[B, T]}
   * @param most words of an example: what follows them is left out
   * @param target the border of the labels, {@code index<n>[B]}
   * @param labels in order of their numbers
   * @throws IllegalArgumentException naming file and line of a label that is none of these
   */
  public Dataset dataset(
      String input, Vocabulary words, int most, String target, List<String> labels) {
    Map<String, Integer> numbers = new TreeMap<>();
    labels.forEach(label -> numbers.put(label, numbers.size()));
    int[][] texts = new int[lines.size()][];
    int[] classes = new int[lines.size()];
    for (int k = 0; k < texts.length; k++) {
      Line line = lines.get(k);
      int[] all = words.encode(line.text);
      texts[k] = all.length > most ? Arrays.copyOf(all, most) : all;
      Integer number = numbers.get(line.label);
      if (number == null) {
        String known = ", which is none of " + String.join(", ", labels);
        throw new IllegalArgumentException(
            file + ":" + line.number + ": the label is '" + line.label + "'" + known);
      }
      classes[k] = number;
    }
    ClassNames names = ClassNames.of(input, words.words()).or(ClassNames.of(target, labels));
    return new Texts(input, texts, target, classes, names);
  }

  private record Texts(
      String input, int[][] texts, String target, int[] classes, ClassNames classNames)
      implements Dataset {
    @Override
    public int size() {
      return texts.length;
    }

    @Override
    public int length(int index) {
      return texts[index].length;
    }

    @Override
    public void read(int index, Row row) {
      row.put(input, texts[Objects.checkIndex(index, texts.length)]);
      row.put(target, classes[index]);
    }
  }
}
