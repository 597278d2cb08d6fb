package dev.nnet.compiler.source;

import java.util.List;

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
}
