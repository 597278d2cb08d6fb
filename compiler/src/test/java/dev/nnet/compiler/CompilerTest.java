package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nnet.compiler.source.CompileException;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** What holds of every compiled network. */
class CompilerTest {
  private final CompiledNetwork lenet = TestNetworks.compile(TestNetworks.LENET5);

  @Test
  void countsTheParametersOfLeNet5() {
    assertThat(lenet.elaborated().graph().parameterCount()).isEqualTo(61_706);
    assertThat(lenet.spec().parameters())
        .extracting(p -> p.path())
        .startsWith("logits/conv2d_1.weight", "logits/conv2d_1.bias")
        .endsWith("logits/dense_3.weight", "logits/dense_3.bias");
  }

  @Test
  void compilesTheSameBytesTwice() {
    CompiledNetwork again = TestNetworks.compile(TestNetworks.LENET5);
    assertThat(again.classes().keySet()).isEqualTo(lenet.classes().keySet());
    lenet
        .classes()
        .forEach((name, bytes) -> assertThat(again.classes().get(name)).isEqualTo(bytes));
  }

  @Test
  void emitsClassesThatVerify() {
    lenet
        .classes()
        .forEach(
            (name, bytes) -> {
              StringWriter problems = new StringWriter();
              CheckClassAdapter.verify(
                  new ClassReader(bytes),
                  lenet.load().getClass().getClassLoader(),
                  false,
                  new PrintWriter(problems));
              assertThat(problems.toString()).as(name).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pointsIntoTheTextFromInsideAKernel(boolean vector) {
    Network network = lenet.load();
    Program program = network.inference(vector);
    Memory memory =
        new Memory(network.spec(), program, Model.create(network, 1).params(), new float[0], 1, 1);
    memory.floats[network.spec().border("image")] = new float[3]; // too short on purpose
    Throwable thrown = catchThrowable(() -> program.run(0, memory, 1, 0, 1, 0));
    assertThat(thrown).isInstanceOf(IndexOutOfBoundsException.class);
    List<StackTraceElement> frames = new ArrayList<>(Arrays.asList(thrown.getStackTrace()));
    assertThat(frames).anyMatch(f -> "test.nnet".equals(f.getFileName()) && f.getLineNumber() == 2);
  }

  /** Sizes that a typed binding names are known in the lines below, called or not. */
  @Test
  void uncalledBlocksMayNameSizes() {
    Diagnostics diagnostics = new Diagnostics();
    String text =
        """
        block half {
            input x: f32[B, C, H, W]
            y: f32[B, C, P, Q] = x -> avg_pool2d(2)
            return reshape(y, shape=[C, P * Q])
        }
        network N {
            input x: f32[B, 4]
            output y: f32[B, 2]
            y = x -> dense(2)
        }
        """;
    Compiler.elaborate(new Source("test.nnet", text), diagnostics, StageListener.NONE);
    assertThat(diagnostics.all()).isEmpty();
  }

  @Test
  void rejectsWhatItCannotBuildYetWithOneMessage() {
    Throwable thrown =
        catchThrowable(
            () ->
                TestNetworks.compile(
                    """
                    network N {
                        sequence T
                        input words: index<7>[B, 4, T]
                        output y: f32[B, 2]
                        y = words -> embedding(4) -> last -> dense(2)
                    }
                    """));
    assertThat(thrown).isInstanceOf(CompileException.class);
    assertThat(((CompileException) thrown).diagnostics().all()).hasSize(1);
    assertThat(thrown).hasMessageContaining("test.nnet:3:33: error[NN901]");
  }
}
