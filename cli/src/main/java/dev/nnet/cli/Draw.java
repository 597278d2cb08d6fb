package dev.nnet.cli;

import dev.nnet.cli.draw.Svg;
import dev.nnet.cli.draw.TextGraph;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.runtime.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet draw FILE}: the network as a picture, on the terminal or as SVG. */
@Command(name = "draw", description = "A picture of the network, on the terminal or as SVG.")
final class Draw implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "an .svg file instead of the terminal")
  Path out;

  @Override
  public Integer call() throws IOException {
    if (out == null) {
      for (ElaboratedNetwork network : source.elaborateAll()) {
        System.out.print(TextGraph.draw(network));
      }
      return 0;
    }
    ElaboratedNetwork network = source.elaborate();
    String svg = Svg.draw(network);
    AtomicFile.write(out, stream -> stream.write(svg.getBytes(StandardCharsets.UTF_8)));
    System.out.printf("picture of %s in %s%n", network.name(), out);
    return 0;
  }
}
