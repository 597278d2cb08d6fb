package dev.nnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * What is written of the command line is what it says itself; {@code -Dnnet.bless=true} writes it.
 */
class CommandLineDocTest {
  private static final Path PAGE = Path.of("../docs/command-line.md");

  private static String page() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # The command line

        <!-- Written from the commands by CommandLineDocTest: mvn test -Dnnet.bless=true -->

        `./nnet` builds itself on a fresh checkout and starts with the vector module where there is one.

        """);
    CommandLine main = new CommandLine(Main.class);
    text.append("```text\n").append(usage(main)).append("```\n");
    for (CommandLine command : main.getSubcommands().values()) {
      text.append("\n## nnet ").append(command.getCommandName()).append("\n\n```text\n");
      text.append(usage(command)).append("```\n");
    }
    return text.toString();
  }

  private static String usage(CommandLine command) {
    command.setUsageHelpWidth(100);
    String cores = "" + Runtime.getRuntime().availableProcessors();
    return command
        .getUsageMessage(Ansi.OFF)
        .replace("\r", "")
        .replace("[" + cores + "]", "[cores]");
  }

  @Test
  void isWhatTheCommandsSay() throws IOException {
    if (Boolean.getBoolean("nnet.bless")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).as("run it with -Dnnet.bless=true").isEqualTo(page());
  }
}
