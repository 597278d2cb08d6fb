package dev.nnet.compiler.reference;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call for the reference; the type of its result is what the compiler says.
 *
 * @param inputs {@code x: f32[B, 8]}
 * @param call {@code dense(x, 4)}
 */
record Example(String inputs, String sequence, String call) {
  private static final Path FILE = Path.of("src/test/resources/reference/examples.txt");

  /** What an output is declared that is none of this size: the message says what it is. */
  private static final String WRONG = "f32[B, 77777]";

  private static final Pattern FOUND = Pattern.compile("but this is ([^;]*);");

  static List<Example> all() throws IOException {
    List<Example> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (!line.startsWith("#")) {
        String[] parts = line.split("\\|", 3);
        all.add(new Example(parts[0].strip(), parts[1].strip(), parts[2].strip()));
      }
    }
    return all;
  }

  /** Whether this is a call of that name: its outermost. */
  boolean calls(String name) {
    return call.startsWith(name + "(") || call.matches("\\w+ -> " + name + "[( ].*");
  }

  /** {@code f32[B, 4]}. */
  String result() {
    StringBuilder text = new StringBuilder("network N {\n");
    if (!sequence.isEmpty()) {
      text.append("sequence ").append(sequence).append(" <= 99\n");
    }
    for (String input : inputs.split(",\\s*(?=\\w+:)")) {
      text.append("input ").append(input).append('\n');
    }
    text.append("output result: ").append(WRONG).append("\nresult = ").append(call).append("\n}\n");
    Diagnostics diagnostics = new Diagnostics();
    Compiler.elaborate(
        new Source("example.nnet", text.toString()), diagnostics, StageListener.NONE);
    String told = diagnostics.render();
    Matcher found = FOUND.matcher(told);
    if (!found.find()) {
      throw new IllegalStateException(call + ":\n" + told);
    }
    return found.group(1);
  }
}
