package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Value;
import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.TrainSettings;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What train sections say of weights and losses reaches the runtime. */
class TrainSectionTest {
  @Test
  void initialisersByLayer() {
    CompiledNetwork network =
        TestNetworks.compile(
            """
            network N {
                input x: f32[B, 1, 6, 6]
                target t: index<3>[B]
                output y: f32[B, 3]
                h = x -> conv2d(2, kernel=3) -> relu -> flatten -> dense(5) -> tanh
                y = h -> dense(4, init=ones) -> last: dense(3)
                train {
                    loss = cross_entropy(y, t)
                    optimizer = sgd(lr=0.1)
                    init { conv2d = normal(std=0.5)  y = zeros  dense_1 = orthogonal }
                }
            }
            """);
    List<String> inits = network.spec().parameters().stream().map(ParameterSpec::init).toList();
    assertThat(inits.get(0)).startsWith("normal(std=0.5,");
    assertThat(inits.get(1)).isEqualTo("zeros");
    assertThat(inits.get(2)).startsWith("orthogonal(");
    assertThat(inits).hasSize(8);
  }

  @Test
  void settingsReachTheRuntime() {
    CompiledNetwork network =
        TestNetworks.compile(
            """
            network N {
                input x: f32[B, 4]
                target t: index<3>[B]
                output y: f32[B, 3]
                y = x -> dense(3)
                train {
                    loss = cross_entropy(y, t)
                    optimizer = lamb(lr=one_cycle(0.1, rise=0.2))
                    metrics = [accuracy(y, t), top_k_accuracy(y, t, k=2), accuracy(y, t)]
                    batch = 16
                    accumulate = 4
                    average = 0.99
                    validation = 0.2
                    stop_early { metric = accuracy_2  patience = 3 }
                }
                train heads {
                    loss = cross_entropy(y, t)
                    optimizer = adagrad(lr=plateau(0.1, patience=2, warmup=1))
                    stop_early { metric = maximize(loss) }
                }
            }
            """);
    TrainSettings settings = network.spec().train("").settings();
    assertThat(settings.text())
        .isEqualTo(
            "train(optimizer=lamb(lr=one_cycle(0.1,rise=0.2)),batch=16,epochs=10,seed=1,"
                + "clip_norm=0.0,clip_value=0.0,accumulate=4,average=0.99,"
                + "stop_early=stop(maximize(accuracy_2),3),validation=0.2)");
    assertThat(network.spec().train("").metrics())
        .extracting(MetricSpec::name)
        .containsExactly("accuracy", "top_k_accuracy", "accuracy_2");
    assertThat(network.spec().train("heads").settings().stopEarly())
        .isEqualTo("stop(maximize(loss),5)");
  }

  private static double loss(String arguments, double... labels) {
    Graph graph =
        TestNetworks.compile(
                """
                network N {
                    input x: f32[B, 2]
                    target t: index<2>[B]
                    output y: f32[B, 2]
                    y = x * 1
                    train { loss = cross_entropy(y, t%s)  optimizer = sgd(lr=0.1) }
                }
                """
                    .formatted(arguments))
            .elaborated()
            .graph();
    double[] scores = {1, 0, 0, 2, 0.5, 0.5};
    Map<Value, double[]> values =
        GraphInterpreter.run(graph, Map.of("x", scores, "t", labels), 3, false);
    return values.get(graph.results(Graph.Role.LOSS).get(0).value())[0];
  }

  /** The cross entropy of two scores, from its definition. */
  private static double entropy(double right, double wrong) {
    return Math.log(1 + Math.exp(wrong - right));
  }

  @Test
  void ignoredTargetsDoNotCount() {
    double first = entropy(1, 0);
    double third = entropy(0.5, 0.5);
    Offset<Double> close = Offset.offset(1e-12);
    assertThat(loss("", 0, 1, 0)).isCloseTo((first + entropy(2, 0) + third) / 3, close);
    assertThat(loss(", ignore=1", 0, 1, 0)).isCloseTo((first + third) / 2, close);
    assertThat(loss(", ignore=0", 0, 0, 0)).isZero();
  }
}
