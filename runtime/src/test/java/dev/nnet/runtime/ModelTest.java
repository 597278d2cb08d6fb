package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One model for everybody. */
class ModelTest {
  private final Model model =
      Model.of(new LinearNetwork(), new float[] {2, 0, -1, 0, 10, 20, 30, 0});

  private float predict(float x0, float x1, int group) {
    Map<String, Object> outputs = model.run(Map.of("x", new float[] {x0, x1}, "group", group));
    assertThat(outputs).containsOnlyKeys("y");
    return ((float[]) outputs.get("y"))[0];
  }

  @Test
  void predictsWhatTheFormulaSays() {
    assertThat(predict(3, 1, 1)).isEqualTo(25);
    assertThat(predict(0, 0, 2)).isEqualTo(30);
  }

  @Test
  void givesEveryThreadTheSameAnswers() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int thread = t;
        wrong.add(
            threads.submit(
                () -> {
                  int count = 0;
                  for (int k = 0; k < 2000; k++) {
                    count +=
                        predict(k, thread, k % 3) == 2f * k - thread + 10 * (k % 3 + 1) ? 0 : 1;
                  }
                  return count;
                }));
      }
      for (Future<Integer> count : wrong) {
        assertThat(count.get()).isZero();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void takesBackOnlyItsOwnSessions() {
    Model one = Model.create(new LinearNetwork(), 1);
    Model other = Model.create(new LinearNetwork(), 2);
    Session session = one.acquire(1);
    assertThatThrownBy(() -> other.release(session))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a session of another model of Linear");
    one.release(session);
    assertThat(one.acquire(1)).isSameAs(session);
  }

  @Test
  void initialisesAsTextAndSeedSay() {
    Network network = new LinearNetwork();
    float[] params = Model.create(network, 5).params();
    assertThat(Model.create(network, 5).params()).isEqualTo(params);
    assertThat(Model.create(network, 6).params()).isNotEqualTo(params);
    assertThat(params[0]).isNotZero();
    assertThat(new float[] {params[1], params[3], params[4], params[5], params[6], params[7]})
        .containsOnly(0);
    assertThat(Model.create(network, 5).parameterCount()).isEqualTo(5);
  }

  private void refused(Map<String, ?> inputs, String message) {
    assertThatThrownBy(() -> model.run(inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void saysWhichInputIsWrongAndHow() {
    float[] x = new float[2];
    refused(
        Map.of("x", new float[3], "group", 0),
        "Linear.predict: x has 3 values, 2 expected (linear.nnet:2:11)");
    refused(Map.of("x", x), "Linear.predict: group is missing (linear.nnet:3:15)");
    refused(
        Map.of("x", x, "group", 3), "Linear.predict: group = 3 is not in 0..2 (linear.nnet:3:15)");
    refused(
        Map.of("x", x, "group", -1),
        "Linear.predict: group = -1 is not in 0..2 (linear.nnet:3:15)");
    refused(
        Map.of("x", new int[2], "group", 0),
        "Linear.predict: x is f32[B, 2], not int (linear.nnet:2:11)");
    refused(
        Map.of("x", x, "group", 1f),
        "Linear.predict: group is index<3>[B], not float (linear.nnet:3:15)");
    refused(
        Map.of("x", Image.of(1, 2, 1, new byte[2]), "group", 0),
        "Linear.predict: x has no preprocess section: give floats (linear.nnet:2:11)");
    refused(Map.of("x", "1, 2", "group", 0), "Linear.predict: x is a java.lang.String");
    refused(Collections.singletonMap("x", null), "Linear.predict: x is null");
    refused(Map.of("t", 1f), "Linear.predict: t is no input");
    refused(Map.of("z", 1f), "Linear has no 'z'; it has x, group, t, y, loss, mae");
    Map<String, Object> good = new HashMap<>(Map.of("x", x, "group", 0));
    assertThat(model.run(good)).containsKey("y");
  }

  @Test
  void takesParametersOfTheRightLengthOnly() {
    assertThatThrownBy(() -> Model.of(new LinearNetwork(), new float[7]))
        .hasMessage("7 floats, 8 expected");
  }
}
