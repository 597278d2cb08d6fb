package dev.nnet.cli;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.syntax.Formatter;
import dev.nnet.runtime.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code nnet fmt FILE..}: the canonical layout, in place. Names the files it changes; a file with
 * syntax errors stays as it is.
 */
@Command(name = "fmt", description = "Lay out files as all texts are.")
final class Fmt implements Callable<Integer> {
  @Mixin Messages messages;

  @Parameters(arity = "1..*", paramLabel = "FILE")
  List<Path> files;

  @Option(
      names = "--check",
      description = "change nothing: name the files that would change, exit code 1 if there are")
  boolean check;

  @Override
  public Integer call() throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    boolean changes = false;
    for (Path file : files) {
      Source source = Source.read(file);
      Optional<String> formatted = Formatter.format(source, diagnostics);
      if (formatted.isPresent() && !formatted.get().equals(Files.readString(file))) {
        changes = true;
        if (!messages.json()) {
          System.out.println(file);
        }
        if (!check) {
          byte[] bytes = formatted.get().getBytes(StandardCharsets.UTF_8);
          AtomicFile.write(file.toRealPath(), out -> out.write(bytes));
        }
      }
    }
    messages.tell(diagnostics);
    return check && changes ? 1 : 0;
  }
}
