package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.pass.Autodiff;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.parallel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The unfused graph in the interpreter and both emissions agree to the bit: loss, metrics and every
 * gradient, on one thread and two.
 */
class SameBitsTest {
  private static final String STRIDED =
      """
      network Strided {
          input  image: f32[B, 3, 11, 9]
          target label: index<5>[B]
          output scores: f32[B, 5]

          scores = image
              -> conv2d(8, kernel=3, stride=2, padding=1, groups=1) -> relu
              -> conv2d(20, kernel=3, dilation=2, padding=same, groups=4) -> sigmoid
              -> max_pool2d(3, stride=2, padding=1)
              -> flatten -> dense(17) -> silu -> dense(5)

          train {
              loss      = cross_entropy(scores, label, smoothing=0.1)
              optimizer = sgd(lr=0.1)
              metrics   = [accuracy(scores, label)]
          }
      }
      """;

  private static final String REGRESSION =
      """
      network Regression {
          input  x: f32[B, 7]
          target y: f32[B, 3]
          output z: f32[B, 3]

          layer shared = dense(7)
          a = x -> shared -> gelu
          b = a -> shared -> leaky_relu
          z = (a + b) -> dense(3)

          train {
              loss      = mse(z, y) + 0.5 * mae(z, y)
              optimizer = adam(lr=0.01)
          }
      }
      """;

  private static final String INDICES =
      """
      network Indices {
          input  x:    f32[B, 7]
          input  kind: index<5>[B]
          output best: index<3>[B]
          output total: f32[B]
          output same: f32[B, 3]

          same = x -> dense(3) -> tanh
          best = argmax(same * 2 + (one_hot(kind, depth=5) -> dense(3)))
          total = sum(same, axis=1)
      }
      """;

  private static String text(String which) {
    return switch (which) {
      case "LENET5" -> TestNetworks.LENET5;
      case "STRIDED" -> STRIDED;
      case "REGRESSION" -> REGRESSION;
      default -> INDICES;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "LENET5,false,1", "LENET5,true,2", "STRIDED,false,2", "STRIDED,true,1",
    "REGRESSION,false,1", "REGRESSION,true,2", "INDICES,false,2", "INDICES,true,1"
  })
  void outputsAgree(String which, boolean vector, int threads) {
    CompiledNetwork compiled = TestNetworks.compile(text(which));
    int batch = 3;
    Network network = compiled.load();
    ModelSpec spec = network.spec();
    Program program = network.inference(vector);
    float[] params = Model.create(network, 5).params();
    Memory memory = new Memory(spec, program, params, new float[0], batch, threads);
    Arrays.fill(memory.arena, Float.NaN);
    Map<String, double[]> leaves = leaves(spec, memory, params, batch);
    try (Workers workers = new Workers(threads)) {
      new Execution(program, memory, workers).run(batch);
    }
    Graph graph = compiled.elaborated().graph();
    Map<Value, double[]> truth = GraphInterpreter.run(graph, leaves, batch, true);
    for (Graph.Result r : graph.results(Graph.Role.OUTPUT)) {
      int k = spec.border(r.name());
      double[] found =
          memory.floats[k] != null
              ? doubles(memory.floats[k])
              : Arrays.stream(memory.ints[k]).asDoubleStream().toArray();
      assertThat(found).as(r.name()).isEqualTo(truth.get(r.value()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LENET5,false,1", "LENET5,false,2", "LENET5,true,1", "LENET5,true,2",
    "STRIDED,false,2", "STRIDED,true,1", "REGRESSION,false,1", "REGRESSION,true,2"
  })
  void interpreterAndEmissionsAgree(String which, boolean vector, int threads) {
    CompiledNetwork compiled = TestNetworks.compile(text(which));
    int batch = 3;
    Network network = compiled.load();
    ModelSpec spec = network.spec();
    Program program = network.training("", vector);
    float[] params = Model.create(network, 5).params();
    float[] gradients = new float[params.length];
    Memory memory = new Memory(spec, program, params, gradients, batch, threads);
    Arrays.fill(memory.arena, Float.NaN); // whatever is read must have been written
    Map<String, double[]> leaves = leaves(spec, memory, params, batch);
    try (Workers workers = new Workers(threads)) {
      Execution execution = new Execution(program, memory, workers);
      execution.run(batch);
    }
    Graph graph = new Autodiff().apply(compiled.elaborated().graph());
    Map<Value, double[]> truth = GraphInterpreter.run(graph, leaves, batch, true);
    for (Graph.Result r : graph.results()) {
      double[] expected = truth.get(r.value());
      if (r.role() == Graph.Role.GRADIENT) {
        float[] found = spec.parameter(r.name()).gather(gradients);
        assertThat(doubles(found)).as("gradient of " + r.name()).isEqualTo(expected);
      } else if (r.role() != Graph.Role.OUTPUT) {
        float found = memory.floats[spec.border(r.name())][0];
        assertThat((double) found).as(r.name()).isEqualTo(expected[0]);
      }
    }
  }

  /** Fills the inputs and targets; gives them with the parameters by name. */
  private static Map<String, double[]> leaves(
      ModelSpec spec, Memory memory, float[] params, int batch) {
    Map<String, double[]> leaves = new HashMap<>();
    for (ParameterSpec p : spec.parameters()) {
      leaves.put(p.path(), doubles(p.gather(params)));
    }
    Random random = new Random(11);
    for (int k = 0; k < spec.borders().size(); k++) {
      BorderSpec border = spec.borders().get(k);
      int count = batch * border.valuesPerExample();
      double[] values = new double[count];
      if (!border.perExample() || border.kind() == BorderSpec.Kind.OUTPUT) {
        continue;
      }
      for (int i = 0; i < count; i++) {
        if (memory.ints[k] != null) {
          memory.ints[k][i] = random.nextInt(border.bound());
          values[i] = memory.ints[k][i];
        } else {
          memory.floats[k][i] = (float) random.nextGaussian();
          values[i] = memory.floats[k][i];
        }
      }
      leaves.put(border.name(), values);
    }
    return leaves;
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }
}
