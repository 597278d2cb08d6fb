package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.CompileException;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.grammar.NnetLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;

/**
 * Networks with words deleted, doubled, swapped or replaced: the compiler says something or builds
 * them, and never falls over. What passes the checks and is small is compiled to the end.
 */
class MutationTest {
  private static final int MUTANTS = 3_000;

  /** More than this is checked only. */
  private static final long SMALL = 200_000;

  private static final List<String> NUMBERS =
      List.of("0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "7 ", "-1 ", "0.5 ", "1e30 ", "99999999999 ");

  private static final String SMALL_NETWORK =
      """
      const units = 6
      block unit(out, act: stage = relu) {
          input x: f32[B, C]
          param scale: f32[C] = ones
          y = x * scale -> dense(out, init=normal(std=0.1)) -> act
          return if C == out { x + y } else { y }
      }
      block twice(n) = unit(n) -> residual { dense(n) -> tanh }
      network Small(width = 4, lr = 1e-2) {
          input  image: f32[B, 2, 6, 6]
          input  kind:  index<3>[B]
          target label: index<5>[B]
          output scores: f32[B, 5]
          output best: index<5>[B]
          preprocess image from u8[6, 6, 2] -> to_tensor -> normalize(mean=[0.1, 0.2], std=0.3)
          layer head = dense(5)
          h = image
              -> conv2d(width, kernel=3, padding=same, groups=2) -> relu6 -> max_pool2d(2)
              -> repeat(2) as i { c: conv2d(width, kernel=(1, 3), padding=(0, 1)) -> gelu }
              -> flatten -> twice(units)
          k = one_hot(kind, depth=3) -> dense(units, bias=false)
          scores = h + k -> head
          best = argmax(scores)
          extra, _ = scores -> pair
          train {
              loss = cross_entropy(extra, label, smoothing=0.1) + 0.5 * mae(scores @ head.weight, h)
              optimizer = sgd(lr=cosine(lr, warmup=1), momentum=0.9)
              metrics = [accuracy(scores, label)]
              batch = 2  epochs = 2  clip_norm = 1.0  seed = 7
          }
      }
      block pair {
          input x: f32[..., D]
          return x / sqrt(D), mean(x, axis=-1)
      }
      network Wide = Small(width=6)
      """;

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>(Collections.nCopies(8, SMALL_NETWORK));
    texts.addAll(Collections.nCopies(4, TestNetworks.LENET5));
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
      for (Path file : files.sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    for (Token t : new NnetLexer(CharStreams.fromString(text)).getAllTokens()) {
      tokens.add(t.getText() + (t.getChannel() == Token.DEFAULT_CHANNEL ? " " : "\n"));
    }
    return tokens;
  }

  private static String mutant(List<String> tokens, List<String> pool, Random random) {
    List<String> mutant = new ArrayList<>(tokens);
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(mutant.size());
      int other = random.nextInt(mutant.size());
      boolean number = Character.isDigit(mutant.get(at).charAt(0));
      if (number) {
        mutant.set(at, NUMBERS.get(random.nextInt(NUMBERS.size())));
        continue;
      }
      switch (random.nextInt(5)) {
        case 0 -> mutant.remove(at);
        case 1 -> mutant.add(at, mutant.get(at));
        case 2 -> mutant.add(at, mutant.get(other));
        case 3 -> mutant.set(at, pool.get(random.nextInt(pool.size())));
        default -> mutant.set(at, mutant.set(other, mutant.get(at)));
      }
    }
    return String.join("", mutant);
  }

  /** Compiles, or throws what a user is told. */
  private static boolean compile(String text) {
    Source source = new Source("mutant.nnet", text);
    Diagnostics diagnostics = new Diagnostics();
    var networks = Compiler.elaborate(source, diagnostics, StageListener.NONE);
    diagnostics.render();
    boolean small =
        networks.stream()
            .allMatch(n -> n.graph().values().size() < 400 && n.graph().parameterCount() < SMALL);
    if (!diagnostics.hasErrors() && small) {
      Compiler.compile(source, new Diagnostics(), StageListener.NONE);
    }
    return !diagnostics.hasErrors();
  }

  @Test
  void theSmallNetworkIsSound() {
    Diagnostics diagnostics = new Diagnostics();
    Compiler.compile(new Source("small.nnet", SMALL_NETWORK), diagnostics, StageListener.NONE);
    assertThat(diagnostics.render()).isEmpty();
  }

  @Test
  void mutantsEndInAMessageOrANetwork() throws IOException {
    Random random = new Random(1);
    List<List<String>> originals = texts().stream().map(MutationTest::tokens).toList();
    List<String> pool = new ArrayList<>(NUMBERS);
    pool.add("\"s\" ");
    pool.addAll(originals.get(0));
    List<String> fallen = new ArrayList<>();
    int sound = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String text = mutant(originals.get(i % originals.size()), pool, random);
      try {
        sound += compile(text) ? 1 : 0;
      } catch (CompileException e) {
        // said
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        StackTraceElement at = e.getStackTrace().length > 0 ? e.getStackTrace()[0] : null;
        fallen.add(e + " at " + at + "\n" + text);
      }
    }
    assertThat(fallen).isEmpty();
    assertThat(sound).isBetween(MUTANTS / 100, MUTANTS / 2);
  }
}
