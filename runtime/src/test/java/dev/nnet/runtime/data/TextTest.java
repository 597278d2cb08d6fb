package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Characters, pieces of texts, tables. */
class TextTest {
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
  void readsTables() throws IOException {
    Csv table = Csv.parse("t.csv", "day,temp\r\n\"1, or \"\"one\"\"\",2.5\n\n2,-3\n");
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.column("day")).containsExactly("1, or \"one\"", "2");
    assertThat(table.numbers("temp")).containsExactly(2.5f, -3f);
    assertThatThrownBy(() -> table.numbers("day"))
        .hasMessage("t.csv: day of row 1 is '1, or \"one\"'");
    assertThatThrownBy(() -> table.column("rain"))
        .hasMessage("t.csv has no column 'rain'; it has day, temp");
  }

  @Test
  void saysWhatIsWrongWithATable() {
    assertThatThrownBy(() -> Csv.parse("t.csv", "a,b\n1\n"))
        .hasMessageContaining("t.csv:2: 1 cells");
    assertThatThrownBy(() -> Csv.parse("t.csv", "a,\"b\n1\n")).hasMessageContaining("never closed");
    assertThatThrownBy(() -> Csv.parse("t.csv", "")).hasMessageContaining("no head line");
  }
}
