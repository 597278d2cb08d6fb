package dev.nnet.compiler.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The typed class compiles without a warning, and does what the text says. */
class FacadeTest {
  private static final String MATCHER =
      """
      package com.acme
      /// Whether two things match. Costs < 1 ms & no $garbage.
      network Matcher {
          input  left_side: f32[B, 3]
          input  int:       f32[B]
          input  kind:      index<5>[B]
          target run:       f32[B, 2]
          target class:     index<2>[B]
          output score:     f32[B]
          output both:      f32[B, 2]
          output best:      index<2>[B]

          hidden = left_side -> dense(2)
          scaled = hidden * unsqueeze(int, 1)
          both   = scaled + (one_hot(kind, depth=5) -> dense(2))
          score  = sum(both, axis=1)
          best   = argmax(both)

          train {
              loss = mse(both, run)
              optimizer = sgd(lr=0.1)
          }
          train heads {
              loss = cross_entropy(both, class)
              optimizer = sgd(lr=0.1)
              metrics = [accuracy(both, class), confusion(both, class)]
          }
      }
      """;

  @TempDir Path folder;

  private Class<?> load(String text, String user) throws Exception {
    Diagnostics diagnostics = new Diagnostics();
    List<CompiledNetwork> networks =
        Compiler.compile(new Source("test.nnet", text), diagnostics, StageListener.NONE);
    assertThat(diagnostics.render()).isEmpty();
    List<String> arguments =
        new ArrayList<>(List.of("-Xlint:all", "-Werror", "-d", folder.toString()));
    arguments.addAll(List.of("-cp", folder + ":" + System.getProperty("java.class.path")));
    for (CompiledNetwork network : networks) {
      for (Map.Entry<String, byte[]> c : network.classes().entrySet()) {
        write(c.getKey().replace('.', '/') + ".class", c.getValue());
      }
      arguments.add(write(network.facadePath(), network.facade().getBytes()));
    }
    arguments.add(write("com/acme/User.java", user.getBytes()));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(code).isZero();
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}).loadClass("com.acme.User");
  }

  private String write(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes).toString();
  }

  @Test
  void everyTypeAndNameOfTheTextIsJava() throws Exception {
    Class<?> user =
        load(
            MATCHER,
            """
            package com.acme;
            import java.util.List;
            public class User {
              public static String use() {
                Matcher net = Matcher.create(1);
                float[] left = {1, 2, 3};
                Matcher.Output one = net.predict(left, 0.5f, 4);
                List<Matcher.Output> two =
                    net.predict(List.of(new Matcher.Input(left, 0.5f, 4), new Matcher.Input(left, 0.5f, 3)));
                Matcher.Session session = net.session(2);
                session.leftSide()[0] = 1;
                session.int_()[0] = 2;
                session.kind()[0] = 3;
                session.run(1);
                boolean same = one.score() == two.get(0).score() && one.best() == two.get(0).best();
                float[] both = session.both();
                Matcher.Sample sample = new Matcher.Sample(left, 0.5f, 4, new float[] {1, 0}, 1);
                float before;
                float after;
                try (Matcher.Trainer trainer = net.trainer()) {
                  before = trainer.step(List.of(sample));
                  after = trainer.step(List.of(sample));
                }
                try (Matcher.HeadsTrainer heads = net.headsTrainer()) {
                  Matcher.HeadsMetrics metrics = heads.evaluate(List.of(sample));
                  return same + " " + both.length + " " + (after < before) + " " + (metrics.accuracy() <= 1) + " " + metrics.confusion().length;
                }
              }
            }
            """);
    assertThat(user.getMethod("use").invoke(null)).isEqualTo("true 4 true true 2");
  }

  @Test
  void aNetworkWithoutTrainingHasNoTrainer() throws Exception {
    Class<?> user =
        load(
            """
            package com.acme
            network Half {
                input  x: f32[B, 4]
                output y: f32[B, 2]
                y = x -> dense(2)
            }
            """,
            """
            package com.acme;
            public class User { public static Half half = Half.create(1); }
            """);
    Class<?> half = user.getField("half").getType();
    assertThat(Arrays.stream(half.getDeclaredClasses()).map(Class::getSimpleName))
        .containsExactlyInAnyOrder("Output", "Session");
  }

  @Test
  void tablesAndNamesOfClassesAreTyped() throws Exception {
    Path table = Files.writeString(folder.resolve("t.csv"), "b,a,kind\n1,2,x\n3,4,y\n");
    Class<?> user =
        load(
            """
            package com.acme
            network Kinds {
                input  size:  f32[B, 2]
                target kind:  index<3>[B]
                output score: f32[B, 3]
                preprocess size from columns[a, b] -> standardize
                score = size -> dense(3)
                train { loss = cross_entropy(score, kind)  optimizer = adam(lr=0.1) }
            }
            """,
            """
            package com.acme;
            import java.nio.file.Path;
            public class User {
              public static String use(Path table) throws Exception {
                try (Kinds.Trainer trainer = Kinds.create(1).trainer()) {
                  trainer.epochs(40).fit(Kinds.tables().read(table));
                  Kinds net = trainer.network();
                  float[] score = net.predict(new float[] {2, 1}).score();
                  return net.kindNames() + " " + (score[0] > score[1]);
                }
              }
            }
            """);
    assertThat(user.getMethod("use", Path.class).invoke(null, table)).isEqualTo("[x, y] true");
    assertThat(Files.readString(folder.resolve("com/acme/Kinds.java")))
        .contains("@param size 2 values: a, b");
  }

  @Test
  void sequencesOfAnyLengthAreArrays() throws Exception {
    Class<?> user =
        load(
            """
            package com.acme
            network Any {
                sequence T
                input  words: index<9>[B, T]
                target tag:   index<3>[B, T]
                output logits: f32[B, T, 3]
                output best: index<3>[B, T]
                logits = words -> embedding(4) -> gru(3) -> dense(3)
                best = argmax(logits)
                train { loss = cross_entropy(logits, tag)  optimizer = sgd(lr=0.1)  batch = 2 }
            }
            """,
            """
            package com.acme;
            import java.util.List;
            public class User {
              public static String use() {
                Any net = Any.create(1);
                int[] words = new int[100];
                words[99] = 8;
                float[][] logits = net.predict(words).logits();
                List<Any.Output> two = net.predict(List.of(new int[] {1, 2}, words));
                boolean same = java.util.Arrays.equals(logits[99], two.get(1).logits()[99]);
                Any.Session session = net.session(2);
                session.reserve(40);
                session.words()[48] = 5;
                session.TLengths()[1] = 3;
                session.run(2);
                Any.Stream stream = net.stream();
                for (int word : words) {
                  stream.next(word);
                }
                same &= java.util.Arrays.equals(logits[99], stream.logits());
                try (Any.Trainer trainer = net.trainer()) {
                  trainer.step(List.of(new Any.Sample(words, new int[100])));
                }
                return same + " " + logits.length + " " + two.get(0).best().length + " "
                    + session.words().length;
              }
            }
            """);
    assertThat(user.getMethod("use").invoke(null)).isEqualTo("true 100 2 96");
  }
}
