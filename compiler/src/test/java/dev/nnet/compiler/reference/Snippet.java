package dev.nnet.compiler.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of code in a page. A comment before it, which readers do not see, says what it is a part
 * of: {@code <!-- in: network N { ... } -->} with the piece in place of the three dots.
 *
 * @param place page and line, for messages
 * @param language the word behind the three backticks
 * @param text with what is around it
 */
record Snippet(String place, String language, String text) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^<!-- in:(.*?)-->\\n)?^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  static List<Snippet> of(Path page) throws IOException {
    String text = Files.readString(page);
    List<Snippet> snippets = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      long line = text.substring(0, block.start(3)).chars().filter(c -> c == '\n').count() + 1;
      String around = block.group(1) == null ? "..." : block.group(1);
      snippets.add(
          new Snippet(
              page + ":" + line, block.group(2), around.replace("...", "\n" + block.group(3))));
    }
    return snippets;
  }

  /** All pages whose code must be sound; CONTRIBUTING.md shows a file of the library itself. */
  static List<Path> pages() throws IOException {
    Path root = Path.of("..");
    List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
    try (var files = Files.list(root.resolve("docs"))) {
      // the programs of errors.md are wrong on purpose, and tested where they come from
      files
          .filter(f -> f.toString().endsWith(".md") && !f.endsWith("errors.md"))
          .sorted()
          .forEach(pages::add);
    }
    try (var examples = Files.list(root.resolve("examples"))) {
      examples.map(e -> e.resolve("README.md")).filter(Files::exists).sorted().forEach(pages::add);
    }
    return pages;
  }
}
