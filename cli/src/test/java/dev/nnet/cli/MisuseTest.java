package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said to a line that no command understands. */
class MisuseTest {
  @Test
  void anUnknownOptionIsNamedWithThoseThatAreMeant() {
    Result result = Result.run("train", "lenet5.nnet", "--epocs", "3");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors().lines())
        .startsWith("nnet: Unknown options: '--epocs', '3'")
        .contains("nnet train --help tells how it is used")
        .hasSizeLessThan(5);
    assertThat(result.errors()).contains("--epochs");
  }

  @Test
  void anUnknownCommandIsAnsweredByTheNearest() {
    Result result = Result.run("sumary", "lenet5.nnet");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).contains("nnet summary");
  }

  @Test
  void withoutAnythingThePageOfCommandsIsShown() {
    Result result = Result.run();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errors()).contains("Usage: nnet").contains("train").contains("predict");
  }
}
