package dev.nnet.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.Session;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording has every step with its line; answers are the same. */
class StepEventTest {
  private static final int RUNS = 100;

  private static final String TEXT =
      """
      network Net {
          input  x: f32[B, 8]
          output y: f32[B, 4]

          y = x
              -> dense(16) -> tanh
              -> dense(4)
      }
      """;

  @TempDir Path folder;

  private static float[] answer(Session session) {
    Arrays.fill(session.input("x"), 0.25f);
    session.run(3);
    return session.output("y").clone();
  }

  /** In a JVM that has recorded nothing yet, and interprets. */
  private static long allocatedByRuns(Session session) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < RUNS; i++) {
      session.run(3);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void stepsAreRecordedOnlyWhileRecording() throws Exception {
    Diagnostics diagnostics = new Diagnostics();
    CompiledNetwork network =
        Compiler.compile(new Source("net.nnet", TEXT), diagnostics, StageListener.NONE).get(0);
    Path file = folder.resolve("run.jfr");
    try (Session session = Model.create(network.load(), 1).session(3)) {
      float[] before = answer(session);
      // less than an event for each run: a session that goes over to vectors makes some objects
      assertThat(allocatedByRuns(session)).isLessThan(RUNS * 16);
      Recording recording = new Recording();
      recording.enable("dev.nnet.Step").withoutThreshold();
      recording.start();
      float[] during = answer(session);
      recording.stop();
      recording.dump(file);
      recording.close();
      assertThat(during).isEqualTo(before);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().equals("dev.nnet.Step"))
            .filter(e -> e.getInt("batch") == 3)
            .toList();
    assertThat(events).isNotEmpty();
    assertThat(events)
        .allSatisfy(
            e -> {
              assertThat(e.getString("program")).startsWith("Net");
              assertThat(e.getString("step")).matches("\\w+ \\(net\\.nnet:[1-7]\\)");
              assertThat(e.getDuration()).isGreaterThanOrEqualTo(Duration.ZERO);
            });
    // a clock may stand still for a short step, not for all of them
    assertThat(events).anyMatch(e -> e.getDuration().compareTo(Duration.ZERO) > 0);
    assertThat(events).anyMatch(e -> e.getString("step").contains("dense_1"));
    assertThat(events).anyMatch(e -> e.getString("step").contains("dense_2"));
  }

  /** A method that a new version of the runtime adds must be handed on, too. */
  @Test
  void allOfAProgramIsHandedOn() {
    for (Method method : Program.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
        assertThat(RecordedProgram.class.getDeclaredMethods())
            .as(method.toString())
            .anyMatch(
                m ->
                    m.getName().equals(method.getName())
                        && Arrays.equals(m.getParameterTypes(), method.getParameterTypes()));
      }
    }
  }
}
