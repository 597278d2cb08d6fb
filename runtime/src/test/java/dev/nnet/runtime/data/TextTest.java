package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Characters, pieces of texts. */
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
}
