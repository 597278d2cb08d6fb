package dev.nnet.cli;

import dev.nnet.compiler.source.CompileException;
import dev.nnet.runtime.train.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code nnet} command. */
@Command(
    name = "nnet",
    mixinStandardHelpOptions = true,
    version = "nnet 0.1.0",
    description = "Neural networks as plain JVM classes.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a text has errors, warnings with -Werror, or a layout that fmt --check would change",
      "2:wrong use, or files that are missing, damaged or cannot be written"
    },
    subcommands = {
      Check.class,
      Fmt.class,
      Summary.class,
      Draw.class,
      Explain.class,
      CompileCommand.class,
      Train.class,
      SearchCommand.class,
      Predict.class,
      Evaluate.class,
      Profile.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command; the result is its exit code. */
  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, given) -> misused(e, given.length == 0));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof CompileException) {
            return 1; // Messages told it
          }
          if (e instanceof IOException
              || e instanceof UncheckedIOException
              || e instanceof TrainingException
              || e instanceof IllegalArgumentException) {
            boolean missing = e instanceof NoSuchFileException;
            command.getErr().println("nnet: " + (missing ? "no such file: " : "") + e.getMessage());
            return 2;
          }
          throw e;
        });
    return line.execute(arguments);
  }

  /** Says what is wrong and where options are told: a page of them would hide the one line. */
  private static int misused(ParameterException e, boolean nothing) {
    CommandLine command = e.getCommandLine();
    if (nothing) {
      command.usage(command.getErr());
      return 2;
    }
    command.getErr().println("nnet: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + " --help tells how it is used");
    return 2;
  }
}
