package dev.nnet.cli;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nnet check FILE..}: every error and warning, nothing else. */
@Command(name = "check", description = "Check files: shapes, names, types.")
final class Check implements Callable<Integer> {
  @Mixin Messages messages;

  @Parameters(arity = "1..*", paramLabel = "FILE")
  List<Path> files;

  @Override
  public Integer call() throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    for (Path file : files) {
      List<ElaboratedNetwork> networks =
          Compiler.elaborate(Source.read(file), diagnostics, StageListener.NONE);
      for (ElaboratedNetwork n : messages.json() ? List.<ElaboratedNetwork>of() : networks) {
        System.out.printf("%s: %s, %,d parameters%n", file, n.name(), n.graph().parameterCount());
      }
    }
    messages.tell(diagnostics);
    return 0;
  }
}
