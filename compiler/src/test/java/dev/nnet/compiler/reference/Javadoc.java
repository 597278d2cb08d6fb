package dev.nnet.compiler.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comment of a class of the compiler as Markdown. */
final class Javadoc {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:public |final |abstract )*class ", Pattern.DOTALL);

  private Javadoc() {}

  static String of(Class<?> type) throws IOException {
    Path file = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    Matcher comment = COMMENT.matcher(Files.readString(file));
    return comment.find() ? markdown(comment.group(1)) : "";
  }

  private static String markdown(String comment) {
    String text = comment.replaceAll("(?m)^ *\\* ?", "").strip();
    StringBuilder result = new StringBuilder();
    String[] parts = text.split("</?pre>");
    for (int k = 0; k < parts.length; k++) {
      boolean code = k % 2 == 1;
      result.append(code ? "\n\n```\n" + code(parts[k]) + "\n```\n\n" : prose(parts[k]));
    }
    return result.toString().strip();
  }

  private static String code(String text) {
    return entities(text.replaceAll("^\\n+|\\s+$", ""));
  }

  private static String prose(String text) {
    return entities(
        text.replaceAll("<p>", "\n\n")
            .replaceAll("(?s)\\{@code\\s+(.*?)\\}", "`$1`")
            .replaceAll("\\{@link\\s+#?[\\w.]+(?:\\([^)]*\\))?\\s+([^}]+)\\}", "$1")
            .replaceAll("\\{@link\\s+([\\w.]+)\\}", "`$1`")
            .replaceAll("(?<!\n)\n(?!\n)", " ")
            .strip());
  }

  private static String entities(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}
