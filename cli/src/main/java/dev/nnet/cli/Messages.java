package dev.nnet.cli;

import dev.nnet.compiler.source.CompileException;
import dev.nnet.compiler.source.Diagnostics;
import picocli.CommandLine.Option;

/** How problems of texts are told: the options of every command that reads one. */
final class Messages {
  private enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = "how problems are told; json is one array on standard output")
  private Format format;

  @Option(names = "-Werror", description = "end with exit code 1 if there are warnings")
  private boolean strict;

  boolean json() {
    return format == Format.JSON;
  }

  /**
   * Tells everything there is to say.
   *
   * @throws CompileException if there are errors, or warnings that count as such
   */
  void tell(Diagnostics diagnostics) {
    if (json()) {
      System.out.print(diagnostics.toJson());
    } else {
      System.err.print(diagnostics.render());
    }
    diagnostics.throwIfErrors();
    if (strict && !diagnostics.all().isEmpty()) {
      throw new CompileException(diagnostics);
    }
  }
}
