package dev.nnet.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.compiler.loop.Stmt.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StmtTest {
  private static Stmt.Loop loop(Mode mode, int factor) {
    return new Stmt.Loop(new Var("b"), Extent.BATCH, mode, factor, Stmt.block(List.of()));
  }

  @Test
  void pairsAndWhatIsLeftAreAllTurns() {
    for (long batch = 0; batch < 5; batch++) {
      long even = loop(Mode.EVEN, 2).turns(batch);
      assertThat(even % 2).isZero();
      assertThat(even + loop(Mode.ODD, 1).turns(batch)).isEqualTo(batch);
    }
  }

  /** One turn after the other ends with any count; three at a time might not. */
  @Test
  void pairsAreMadeOfPairs() {
    loop(Mode.EVEN, 1);
    assertThatThrownBy(() -> loop(Mode.EVEN, 3)).hasMessage("3 turns at once leave half a pair");
  }
}
