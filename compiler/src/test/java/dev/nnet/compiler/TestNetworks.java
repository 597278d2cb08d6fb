package dev.nnet.compiler;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.util.List;

/** Compiles texts for tests. */
public final class TestNetworks {
  /** LeNet-5 as in the example. */
  public static final String LENET5 =
      """
      network LeNet5 {
          input  image:  f32[B, 1, 28, 28]
          target digit:  index<10>[B]
          output logits: f32[B, 10]

          logits = image
              -> conv2d(6, kernel=5, padding=2) -> tanh -> avg_pool2d(2)
              -> conv2d(16, kernel=5)           -> tanh -> avg_pool2d(2)
              -> flatten
              -> dense(120) -> tanh
              -> dense(84)  -> tanh
              -> dense(10)

          train {
              loss      = cross_entropy(logits, digit)
              optimizer = sgd(lr=0.05, momentum=0.9, weight_decay=5e-4)
              metrics   = [accuracy(logits, digit)]
              batch     = 64
          }
      }
      """;

  private TestNetworks() {}

  /** The only network of a text. */
  public static CompiledNetwork compile(String text) {
    Diagnostics diagnostics = new Diagnostics();
    List<CompiledNetwork> networks =
        Compiler.compile(new Source("test.nnet", text), diagnostics, StageListener.NONE);
    diagnostics.throwIfErrors();
    return networks.get(0);
  }
}
