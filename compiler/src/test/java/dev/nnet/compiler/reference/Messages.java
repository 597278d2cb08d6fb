package dev.nnet.compiler.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes {@code docs/errors.md} from the bad programs and what they are told. */
final class Messages {
  private static final Path BAD = Path.of("src/test/resources/bad");
  private static final Path MEANINGS = Path.of("src/test/resources/reference/codes.txt");

  private Messages() {}

  static String write() throws IOException {
    Map<String, String> meanings = new HashMap<>();
    Map<String, String> headings = new TreeMap<>();
    for (String line : Files.readAllLines(MEANINGS)) {
      String key = line.replaceFirst(" .*", "");
      (key.length() == 3 ? headings : meanings).put(key, line.substring(key.length()).strip());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Errors and warnings

        <!-- Written from the bad programs of the tests by ReferenceTest: mvn test -Dnnet.bless=true -->

        A message names file, line and column, shows the line, says where what is wrong comes from, and what to write
        instead. Errors stop; warnings do not. Below, each code with a text that gets it and the message, to the letter.

        """);
    String heading = "";
    for (Map.Entry<String, List<Path>> code : programs().entrySet()) {
      String section = code.getKey().substring(0, 3);
      if (!section.equals(heading)) {
        heading = section;
        text.append("## ").append(headings.getOrDefault(section, section)).append("\n\n");
      }
      text.append("### ").append(code.getKey()).append("\n\n");
      String meaning = meanings.getOrDefault(code.getKey(), "");
      text.append(meaning).append(meaning.isEmpty() ? "" : "\n\n");
      Path first = code.getValue().get(0);
      String name = first.getFileName().toString();
      text.append("```nnet\n").append(Files.readString(first).strip()).append("\n```\n\n");
      String told = Files.readString(first.resolveSibling(name.replace(".nnet", ".expected")));
      text.append("```text\n").append(told.strip()).append("\n```\n\n");
    }
    text.setLength(text.length() - 1);
    return text.toString();
  }

  /** The programs of each code, in order. */
  private static Map<String, List<Path>> programs() throws IOException {
    Map<String, List<Path>> programs = new TreeMap<>();
    try (Stream<Path> files = Files.list(BAD)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".nnet")).sorted().toList()) {
        String code = file.getFileName().toString().replaceFirst("_.*", "");
        programs.computeIfAbsent(code, k -> new ArrayList<>()).add(file);
      }
    }
    return programs;
  }
}
