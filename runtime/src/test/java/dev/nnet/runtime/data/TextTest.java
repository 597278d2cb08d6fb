package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Characters, words, labelled lines, pieces of texts. */
class TextTest {
  @TempDir Path folder;

  @Test
  void charactersAreNumberedInOrder() {
    Alphabet letters = Alphabet.of("banana");
    assertThat(letters.size()).isEqualTo(3);
    assertThat(letters.encode("nab")).containsExactly(2, 0, 1);
    assertThat(letters.decode(1, 0, 2)).isEqualTo("ban");
    assertThat(letters).hasToString("abn");
    assertThat(Alphabet.of(letters.toString()).encode("b")).containsExactly(1);
  }

  @Test
  void charactersBeyondTheBasicPlaneAreOne() {
    Alphabet letters = Alphabet.of("a\uD83D\uDE00");
    assertThat(letters.size()).isEqualTo(2);
    assertThat(letters.decode(letters.encode("\uD83D\uDE00a"))).isEqualTo("\uD83D\uDE00a");
  }

  @Test
  void aCharacterThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Alphabet.of("ab").encode("abc"))
        .hasMessage("character 2 is 'c', which is not in the alphabet: ab");
  }

  @Test
  void piecesEndWhereWhatFollowsEnds() {
    int[] text = new int[10];
    assertThat(new TextWindows(text, 3, 3, "x", "y").size()).isEqualTo(3);
    assertThat(new TextWindows(text, 9, 1, "x", "y").size()).isEqualTo(1);
    assertThatThrownBy(() -> new TextWindows(text, 10, 1, "x", "y"))
        .hasMessage("10 characters give no piece of 10 and what follows");
  }

  @Test
  void wordsAreLettersDigitsAndSigns() {
    assertThat(Vocabulary.split("Don't  'panic', 42 times!"))
        .containsExactly("don't", "'", "panic", "'", ",", "42", "times", "!");
    assertThat(Vocabulary.split("\u00c9t\u00e9 \uD83D\uDE00"))
        .containsExactly("\u00e9t\u00e9", "\uD83D\uDE00");
    assertThat(Vocabulary.split(" \t\n")).isEmpty();
  }

  @Test
  void frequentWordsAreKnownAndTheOthersAreOne() {
    Vocabulary words = Vocabulary.of(List.of("b a b", "c b a d"), 4);
    assertThat(words.words()).containsExactly("<unknown>", "b", "a", "c");
    assertThat(words.encode("a b c d e")).containsExactly(2, 1, 3, 0, 0);
    assertThat(words.decode(2, 0, 1)).isEqualTo("a <unknown> b");
    assertThat(Vocabulary.of(List.of("c b a d", "b a b"), 4).words()).isEqualTo(words.words());
    assertThat(Vocabulary.of(words.words()).encode("c z")).containsExactly(3, 0);
    assertThat(Vocabulary.of(List.of("<unknown>"), 9).encode("unknown")).containsExactly(3);
    assertThatThrownBy(() -> Vocabulary.of(List.of("a"), 1))
        .hasMessage("a vocabulary of 1: at least 2 expected");
    assertThatThrownBy(() -> Vocabulary.of(List.of("good", "bad")))
        .hasMessage("the first word of a vocabulary is <unknown>, not 'good'");
    assertThatThrownBy(() -> Vocabulary.of(List.of())).hasMessageStartingWith("no words");
  }

  @Test
  void labelledLinesGiveExamplesThatKnowTheirLengths() throws IOException {
    Path file = folder.resolve("train.tsv");
    Files.writeString(file, "good\tfine, fine film\n\nbad\tno idea\ngood\tgreat\n");
    LabelledLines lines = LabelledLines.read(file);
    assertThat(lines.labels()).containsExactly("bad", "good");
    Vocabulary words = Vocabulary.of(lines.texts(), 100);
    Dataset data = lines.dataset("words", words, 3, "mood", lines.labels());
    assertThat(data.size()).isEqualTo(3);
    assertThat(List.of(data.length(0), data.length(1), data.length(2))).containsExactly(3, 2, 1);
    assertThat(data.slice(1, 3).length(0)).isEqualTo(2);
    assertThat(data.classNames().of("mood")).containsExactly("bad", "good");
    assertThat(data.classNames().of("words")).isEqualTo(words.words());
    assertThatThrownBy(() -> lines.dataset("words", words, 3, "mood", List.of("bad")))
        .hasMessage(file + ":1: the label is 'good', which is none of bad");
  }

  @Test
  void linesWithoutLabelOrTextAreNamed() throws IOException {
    Path file =
        Files.writeString(folder.resolve("bad.tsv"), "good\tfine\ngood fine\n\tfine\ngood\t \n");
    assertThatThrownBy(() -> LabelledLines.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "3 rows cannot be used",
            file + ":2: a label, a tab and a text expected",
            file + ":3: ",
            file + ":4: ");
    Files.write(file, new byte[] {'a', '\t', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> LabelledLines.read(file)).hasMessage(file + " is no UTF-8 text");
  }
}
