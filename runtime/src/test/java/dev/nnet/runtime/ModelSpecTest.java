package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelSpecTest {
  private static final String TEXT = new LinearNetwork().specText();

  @Test
  void readsWhatItWrote() {
    ModelSpec spec = ModelSpec.parse(TEXT);

    assertThat(spec.toText()).isEqualTo(TEXT);
    assertThat(spec.parameterCount()).isEqualTo(5);
  }

  @Test
  void cutsAreNamedByLine() {
    for (int end = 0; end < TEXT.length(); end++) {
      String cut = TEXT.substring(0, end);
      if (cut.endsWith("\n")) {
        continue; // whole lines can be a whole spec
      }

      assertThatThrownBy(() -> ModelSpec.parse(cut))
          .as(cut)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("model spec");
    }
  }

  /** What is damaged is refused, or it is another sound spec; nothing else is thrown. */
  @Test
  void damageIsRefused() {
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(TEXT);
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(9, 127));
        case 1 -> text.deleteCharAt(at);
        default -> text.insert(at, (char) random.nextInt(9, 127));
      }
      try {
        ModelSpec spec = ModelSpec.parse(text.toString());
        assertThat(ModelSpec.parse(spec.toText())).isEqualTo(spec);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("model spec");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }
}
