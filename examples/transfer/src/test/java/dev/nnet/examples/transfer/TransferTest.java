package dev.nnet.examples.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The quick path, on digits: what is known helps where there is little to learn from. */
class TransferTest {
  @Test
  void whatIsKnownHelps() throws IOException {
    Path digits = Path.of("..", "lenet5", "data", "mnist");
    Transfer.Result result = new Transfer(digits, 5, 1).run();
    assertThat(result.known()).isGreaterThan(0.95);
    assertThat(result.headAlone()).isGreaterThan(result.fromNothing());
  }
}
