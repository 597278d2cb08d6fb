package dev.nnet.cli;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Element;
import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.LabelledLines;
import dev.nnet.runtime.data.Vocabulary;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a network that reads words makes of a text file, a text in each line.
 *
 * <pre>
 *   good &lt;tab&gt; A quiet film that stays with you.     to learn from and to test with
 *   Two hours, no idea.                               to answer
 * </pre>
 */
final class Texts {
  private final ModelSpec spec;
  private final BorderSpec words;

  private Texts(ModelSpec spec, BorderSpec words) {
    this.spec = spec;
    this.words = words;
  }

  /**
   * @throws IOException if the network takes something else
   */
  static Texts of(ModelSpec spec, Path file) throws IOException {
    List<BorderSpec> inputs = spec.bordersOf(BorderSpec.Kind.INPUT);
    BorderSpec first = inputs.get(0);
    if (inputs.size() > 1 || first.element() != Element.INDEX || !first.ragged()) {
      throw new IOException(
          file + ": lines of text are for one input index<n>[B, T], not for " + types(inputs));
    }
    return new Texts(spec, first);
  }

  private static String types(List<BorderSpec> borders) {
    return String.join(", ", borders.stream().map(b -> b.name() + ": " + b.type()).toList());
  }

  /**
   * Lines to learn from: the most frequent of their words are numbered.
   *
   * @param labels of all lines there are
   */
  Dataset learned(LabelledLines lines, List<String> labels, Path file) throws IOException {
    Vocabulary vocabulary = Vocabulary.of(lines.texts(), words.bound());
    return lines.dataset(words.name(), vocabulary, most(), label(labels, file).name(), labels);
  }

  /** Lines to test with: words that are not known are all the same. */
  Dataset tested(LabelledLines lines, ClassNames known, Path file) throws IOException {
    List<String> all = known.of(target(file).name());
    BorderSpec label = label(all, file);
    return lines.dataset(words.name(), vocabulary(known), most(), label.name(), all);
  }

  /** Texts to answer, one in a line; what stands before a tab is not read. */
  Dataset bare(Path file, ClassNames known) throws IOException {
    Vocabulary vocabulary = vocabulary(known);
    List<int[]> texts = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      int[] all = vocabulary.encode(line.substring(line.indexOf('\t') + 1));
      number++;
      if (all.length == 0) {
        throw new IOException(file + ":" + number + ": no words");
      }
      texts.add(all.length > most() ? Arrays.copyOf(all, most()) : all);
    }
    return Dataset.of(texts, (text, row) -> row.put(words.name(), text));
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no UTF-8 text", e);
    }
  }

  private Vocabulary vocabulary(ClassNames known) {
    return Vocabulary.of(known.of(words.name()));
  }

  /** Words of a text that are read. */
  private int most() {
    return words.open() ? Integer.MAX_VALUE : words.dims().get(0);
  }

  private BorderSpec target(Path file) throws IOException {
    List<BorderSpec> targets = spec.bordersOf(BorderSpec.Kind.TARGET);
    boolean one = targets.size() == 1 && targets.get(0).dims().isEmpty();
    if (!one || targets.get(0).element() != Element.INDEX) {
      throw new IOException(
          file + ": labelled lines are for one target index<n>[B], not for " + types(targets));
    }
    return targets.get(0);
  }

  private BorderSpec label(List<String> labels, Path file) throws IOException {
    BorderSpec label = target(file);
    if (labels.size() > label.bound()) {
      throw new IOException(
          file + " has " + labels.size() + " labels, '" + label.name() + "' is " + label.type());
    }
    return label;
  }
}
