package dev.nnet.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All random sentences of the language parse, and none in two ways. */
class RandomSentenceTest {
  private static final int SENTENCES = 500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everySentenceParsesInOneWay(long seed) {
    for (int i = 0; i < SENTENCES; i++) {
      String text = new RandomSentence(seed * SENTENCES + i).text();
      assertThatCode(() -> CorpusTest.parse(text)).as(text).doesNotThrowAnyException();
    }
  }

  /** The walks reach every rule's words, or they would prove little. */
  @Test
  void sentencesUseTheWholeLanguage() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < SENTENCES; i++) {
      all.append(' ').append(new RandomSentence(i).text());
    }
    for (int type = 1; type <= NnetParser.VOCABULARY.getMaxTokenType(); type++) {
      String literal = NnetParser.VOCABULARY.getLiteralName(type);
      if (literal != null) {
        assertThat(all).contains(literal.substring(1, literal.length() - 1));
      }
    }
  }
}
