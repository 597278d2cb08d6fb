package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.pass.Autodiff;
import dev.nnet.compiler.pass.CutSequences;
import dev.nnet.compiler.pass.FactorSums;
import dev.nnet.compiler.pass.FoldScales;
import dev.nnet.compiler.pass.JoinPads;
import dev.nnet.compiler.pass.PackProducts;
import dev.nnet.compiler.pass.ProjectTables;
import dev.nnet.compiler.pass.Specialise;
import dev.nnet.compiler.pass.SplitProducts;
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

/** Compares compiled programs with the unfused graph in the interpreter, bit by bit. */
final class Witness {
  private static final int BATCH = 3;

  private final CompiledNetwork compiled;
  private final Network network;
  private final ModelSpec spec;
  private final float[] params;
  private final boolean vector;
  private final int threads;

  /**
   * @param bits the vector width, 128, 256 or 512; 0 for the plain emission
   */
  Witness(String text, int bits, int threads) {
    this.compiled = TestNetworks.compile(text);
    this.network = compiled.load();
    this.spec = network.spec();
    this.params = Model.create(network, 5).params();
    this.vector = bits > 0;
    this.threads = threads;
    // read when the program's class, which is this object's own, is initialised
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
  }

  /** Every output. */
  void compareInference() {
    Run run = new Run(spec, network.inference(vector), new float[0]);
    Graph written = new Specialise(false).apply(compiled.elaborated().graph());
    Graph graph = new FoldScales().apply(products(written));
    Map<Value, double[]> truth = GraphInterpreter.run(graph, run.leaves, BATCH, true);
    for (Graph.Result r : graph.results(Graph.Role.OUTPUT)) {
      int k = spec.border(r.name());
      double[] found =
          run.memory.floats[k] != null
              ? doubles(run.memory.floats[k])
              : Arrays.stream(run.memory.ints[k]).asDoubleStream().toArray();
      double[] expected = truth.get(r.value());
      run.clearPadding(r.name(), found);
      run.clearPadding(r.name(), expected);
      assertThat(found).as(r.name()).isEqualTo(expected);
    }
  }

  /** The borders as the training program has them. */
  private ModelSpec trained() {
    return spec.train("").stretches().map(s -> s.cut(spec)).orElse(spec);
  }

  /** The passes that take products out of loops add in another order than written. */
  private static Graph products(Graph written) {
    return new PackProducts().apply(new SplitProducts().apply(written));
  }

  private Graph cut(Graph written) {
    long steps = compiled.elaborated().trainings().get(0).bptt();
    return steps == 0 ? written : new CutSequences(steps, "").apply(written);
  }

  /** Loss, metrics, every gradient and what the states become. */
  void compareTraining() {
    float[] gradients = new float[params.length];
    Run run = new Run(trained(), network.training("", vector), gradients);
    Graph written = products(cut(new Specialise(true).apply(compiled.elaborated().graph())));
    Graph differentiated = new Autodiff().apply(new ProjectTables().apply(written));
    Graph graph = new JoinPads().apply(new FactorSums().apply(differentiated));
    Map<Value, double[]> truth = GraphInterpreter.run(graph, run.leaves, BATCH, true);
    for (Graph.Result r : graph.results()) {
      double[] expected = truth.get(r.value());
      if (r.role() == Graph.Role.GRADIENT || r.role() == Graph.Role.STATE) {
        float[] found = spec.parameter(r.name()).gather(gradients);
        assertThat(doubles(found)).as(r.role() + " of " + r.name()).isEqualTo(expected);
      } else if (r.role() == Graph.Role.LEFT) {
        run.compareWhole(r.name(), expected);
      } else if (r.role() != Graph.Role.OUTPUT) {
        float found = run.memory.floats[spec.border(r.name())][0];
        assertThat((double) found).as(r.name()).isEqualTo(expected[0]);
      }
    }
  }

  /** What lies behind the last step of an example changes no bit of loss and gradients. */
  void comparePadding() {
    float[] gradients = new float[params.length];
    Run run = new Run(trained(), network.training("", vector), gradients);
    float[] other = new float[params.length];
    Run again = new Run(trained(), network.training("", vector), other);
    again.pad(new Random(12));
    again.run();
    assertThat(other).isEqualTo(gradients);
    int loss = spec.border("loss");
    assertThat(again.memory.floats[loss]).isEqualTo(run.memory.floats[loss]);
  }

  /** One run of a program on random inputs, in memory that was never written. */
  private final class Run {
    final Memory memory;
    final Map<String, double[]> leaves;

    private final Program program;

    Run(ModelSpec spec, Program program, float[] gradients) {
      this.program = program;
      memory = new Memory(spec, program, params, gradients, BATCH, threads);
      Arrays.fill(memory.arena, Float.NaN);
      leaves = leaves(spec, memory, params, BATCH);
      run();
    }

    void run() {
      try (Workers workers = new Workers(threads)) {
        new Execution(program, memory, workers).run(BATCH);
      }
    }

    /** Other values behind the last step of each example. */
    void pad(Random random) {
      for (int k = 0; k < spec.borders().size(); k++) {
        BorderSpec border = spec.borders().get(k);
        boolean given =
            border.kind() == BorderSpec.Kind.INPUT || border.kind() == BorderSpec.Kind.TARGET;
        for (int b = 0; border.ragged() && given && b < BATCH; b++) {
          int length = memory.ints[spec.border(border.sequence())][b];
          int end = (b + 1) * border.valuesPerExample();
          int from = b * border.valuesPerExample() + length * border.valuesPerStep();
          for (int i = from; i < end; i++) {
            if (memory.ints[k] != null) {
              memory.ints[k][i] = random.nextInt(border.bound());
            } else {
              memory.floats[k][i] = 1e3f * (float) random.nextGaussian();
            }
          }
        }
      }
    }

    /** What whole stretches leave; shorter ones are the last of their sequence. */
    void compareWhole(String name, double[] expected) {
      float[] found = memory.floats[spec.border(name)];
      int width = expected.length / BATCH;
      int[] lengths = memory.ints[spec.lengths()[0]];
      for (int b = 0; b < BATCH; b++) {
        if (lengths[b] == trained().train("").stretches().orElseThrow().steps()) {
          int from = b * width;
          assertThat(doubles(Arrays.copyOfRange(found, from, from + width)))
              .as(name)
              .isEqualTo(Arrays.copyOfRange(expected, from, from + width));
        }
      }
    }

    /** What lies behind the last step of an example does not matter. */
    void clearPadding(String name, double[] values) {
      BorderSpec border = spec.borders().get(spec.border(name));
      for (int b = 0; border.ragged() && b < BATCH; b++) {
        int length = memory.ints[spec.border(border.sequence())][b];
        int from = b * border.valuesPerExample();
        int end = from + length * border.valuesPerStep();
        Arrays.fill(values, end, from + border.valuesPerExample(), 0);
      }
    }
  }

  /** Fills the inputs, targets and lengths; gives them with the parameters by name. */
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
      boolean given = memory.ints[k] != null || memory.floats[k] != null;
      if (!given || !border.perExample() || border.kind() == BorderSpec.Kind.OUTPUT) {
        continue;
      }
      for (int i = 0; i < count; i++) {
        if (memory.ints[k] != null) {
          int least = border.least();
          memory.ints[k][i] = least + random.nextInt(border.greatest() - least + 1);
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
