package dev.nnet.cli.draw;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Networks to draw. */
final class Texts {
  /** A block with a shortcut, twice in a row; a network with a branch. */
  static final String BLOCKS =
      """
      block unit(out) {
          input x: f32[B, D]

          y = x -> dense(out) -> layer_norm -> relu

          return x + y
      }

      network Units {
          input  x: f32[B, 8]
          output y: f32[B, 6]

          y = x
              -> unit(8) -> unit(8)
              -> concat { dense(4) -> tanh | dense(2) }
      }
      """;

  /** A cell of the user's. */
  static final String CELL =
      """
      cell leaky(units) {
          input x: f32[B, D]
          state h: f32[B, units]

          next h = 0.5 * h + (x -> dense(units))
      }

      network Steps {
          sequence T <= 9

          input  x: f32[B, T, 3]
          output y: f32[B, 2]

          y = x -> scan(leaky(4)) -> last -> dense(2)
      }
      """;

  /** A layer that is named outside of the block that uses it, and used around it, too. */
  static final String SHARED =
      """
      block twice(f: stage) {
          input x: f32[B, D]

          a = x -> relu

          return a + (a -> f)
      }

      network Shared {
          input  x: f32[B, 4]
          output y: f32[B, 4]

          layer f = dense(4)

          y = x -> f -> twice(f) -> f
      }
      """;

  private Texts() {}

  static ElaboratedNetwork network(String text) {
    return networks(new Source("n.nnet", text)).get(0);
  }

  static List<ElaboratedNetwork> networks(Source source) {
    Diagnostics diagnostics = new Diagnostics();
    List<ElaboratedNetwork> all = Compiler.elaborate(source, diagnostics, StageListener.NONE);
    diagnostics.throwIfErrors();
    return all;
  }

  /** Every network of the examples. */
  static List<ElaboratedNetwork> examples() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent().resolve("examples");
    List<ElaboratedNetwork> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".nnet")).sorted().toList()) {
        if (!file.toString().contains("target")) {
          all.addAll(networks(Source.read(file)));
        }
      }
    }
    return all;
  }
}
