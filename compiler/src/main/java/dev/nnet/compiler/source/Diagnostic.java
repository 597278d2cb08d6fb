package dev.nnet.compiler.source;

import dev.nnet.runtime.io.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing to say about a place in a text.
 *
 * <pre>
 * lenet5.nnet:12:12: error[NN204]: dense(120) wants one vector per example, but gets ..
 *    |
 * 12 |         -&gt; dense(120) -&gt; tanh
 *    |            ^^^^^^^^^^
 *    = the image comes from avg_pool2d(2) at 11:54
 *    = hint: put `-&gt; flatten` before it
 * </pre>
 *
 * @param code {@code NN204}
 * @param span the smallest guilty piece of text
 * @param notes where bad values come from, and the call chain
 * @param hint what to write instead; null if there is nothing useful to say
 */
public record Diagnostic(
    Severity severity, String code, Span span, String message, List<String> notes, String hint) {
  /** Errors stop the build, warnings do not. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public Diagnostic {
    notes = List.copyOf(notes);
  }

  public static Diagnostic error(String code, Span span, String message) {
    return new Diagnostic(Severity.ERROR, code, span, message, List.of(), null);
  }

  public static Diagnostic warning(String code, Span span, String message) {
    return new Diagnostic(Severity.WARNING, code, span, message, List.of(), null);
  }

  public Diagnostic hint(String text) {
    return new Diagnostic(severity, code, span, message, notes, text);
  }

  public Diagnostic notes(List<String> more) {
    return new Diagnostic(severity, code, span, message, more, hint);
  }

  /** Whether another one says the same of the same place, on whatever way it was reached. */
  boolean repeats(Diagnostic other) {
    return code.equals(other.code)
        && message.equals(other.message)
        && span.source().name().equals(other.span.source().name())
        && span.start() == other.span.start()
        && span.end() == other.span.end();
  }

  /** The message with its line of text, as printed for people. */
  public String render() {
    Source source = span.source();
    String number = Integer.toString(span.line());
    String gutter = " ".repeat(number.length());
    Excerpt excerpt = Excerpt.of(span);
    StringBuilder text = new StringBuilder();
    text.append(source.fileName()).append(':').append(span.place());
    text.append(severity == Severity.ERROR ? ": error[" : ": warning[");
    text.append(code).append("]: ").append(message).append('\n');
    text.append(gutter).append(" |\n");
    text.append(number).append(" | ").append(excerpt.line()).append('\n');
    text.append(gutter).append(" | ").append(excerpt.carets()).append('\n');
    notes.forEach(n -> text.append(gutter).append(" = ").append(n).append('\n'));
    if (hint != null) {
      text.append(gutter).append(" = hint: ").append(hint).append('\n');
    }
    return text.toString();
  }

  /**
   * The message as one JSON object: severity, code, file, place from its first to behind its last
   * character, message, notes and the hint or null.
   */
  String toJson() {
    Source source = span.source();
    return "{\"severity\": \"%s\", \"code\": \"%s\", \"file\": %s"
            .formatted(severity.name().toLowerCase(Locale.ROOT), code, Json.quote(source.name()))
        + ", \"line\": %d, \"column\": %d".formatted(span.line(), span.column())
        + ", \"endLine\": %d, \"endColumn\": %d"
            .formatted(source.line(span.end()), source.column(span.end()))
        + ", \"message\": "
        + Json.quote(message)
        + ", \"notes\": "
        + notes.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"))
        + ", \"hint\": "
        + (hint == null ? "null" : Json.quote(hint))
        + "}";
  }
}
