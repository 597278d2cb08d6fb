package dev.nnet.examples.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.data.Alphabet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SequencesTest {
  /** All of it: three years to learn from, one to be measured on. */
  @Test
  void foreseesTheWeatherBetterThanThatItStays() throws IOException {
    Weather weather = new Weather(Path.of("data/seattle-weather.csv"), 2015);
    assertThat(weather.persistence(2015)).isBetween(2.90, 2.91);
    assertThat(weather.error(2015, 10)).isLessThan(2.75);
  }

  /** A little of it: the next character is not guessed by its frequency alone any more. */
  @Test
  void learnsToForeseeCharacters() throws IOException {
    String text = Files.readString(Path.of("src/test/resources/genesis.txt"));
    int[] indices = Alphabet.of(text).encode(text);
    try (Scripture.Trainer trainer = Scripture.create(1).trainer()) {
      trainer.lr("4e-3").epochs(12);
      trainer.fit(Book.pieces(indices));
      assertThat(Book.bits(trainer.evaluate(Book.pieces(indices)).loss())).isLessThan(3.4);
    }
  }

  /** Few words of different lengths: better than always the first vowel. */
  @Test
  void learnsWhereTheStressLies() throws IOException {
    Pronunciation data = new Pronunciation(Path.of("src/test/resources/words.txt"));
    try (Stress.Trainer trainer = Stress.create(1).trainer()) {
      trainer.lr("5e-3").epochs(15);
      trainer.fit(Stress.dataset(data.train()));
      double right = Pronunciation.words(trainer.network(), data.train());
      assertThat(right).isGreaterThan(Pronunciation.firstVowel(data.train()) + 0.1);
    }
  }

  /** Step by step, and on from a copy, the bits are those of the whole sequence. */
  @Test
  void streamsGiveTheBitsOfTheWhole() throws IOException {
    String text = Files.readString(Path.of("src/test/resources/genesis.txt"));
    int[] indices = Arrays.copyOf(Alphabet.of(text).encode(text), 40);
    Scripture net = Scripture.create(3);
    float[][] whole = net.predict(indices).logits();
    assertThat(whole).hasNumberOfRows(40);
    Scripture.Stream stream = net.stream();
    Scripture.Stream copy = null;
    for (int t = 0; t < indices.length; t++) {
      copy = t == 25 ? stream.fork() : copy;
      assertThat(stream.next(indices[t]).logits()).isEqualTo(whole[t]);
      if (copy != null) {
        assertThat(copy.next(indices[t]).logits()).isEqualTo(whole[t]);
      }
    }
  }
}
