package dev.nnet.compiler.source;

/**
 * A line of text as messages show it, with carets below: long lines are cut around the place, what
 * cannot be seen is replaced.
 */
record Excerpt(String line, String carets) {
  private static final int WIDTH = 160;
  private static final String CUT = "..";

  static Excerpt of(Span span) {
    Source source = span.source();
    String line = source.lineText(span.start());
    int from = Math.min(line.length(), span.start() - source.lineStart(span.start()));
    int to = Math.max(from, Math.min(line.length(), from + span.end() - span.start()));
    String head = "";
    String tail = "";
    if (line.length() > WIDTH) {
      int first = boundary(line, Math.max(0, from - WIDTH / 2));
      int last = boundary(line, Math.min(line.length(), first + WIDTH));
      head = first > 0 ? CUT : "";
      tail = last < line.length() ? CUT : "";
      line = line.substring(first, last);
      from -= first;
      to = Math.min(to - first, line.length());
    }
    StringBuilder carets = new StringBuilder(" ".repeat(head.length()));
    line.substring(0, from).codePoints().forEach(c -> carets.append(c == '\t' ? '\t' : ' '));
    carets.append("^".repeat(Math.max(1, line.codePointCount(from, to))));
    StringBuilder shown = new StringBuilder(head);
    line.codePoints()
        .forEach(c -> shown.appendCodePoint(c != '\t' && Character.isISOControl(c) ? 0xFFFD : c));
    return new Excerpt(shown + tail, carets.toString());
  }

  /** A place that does not cut a code point. */
  private static int boundary(String line, int at) {
    boolean inside = at > 0 && at < line.length() && Character.isLowSurrogate(line.charAt(at));
    return inside ? at - 1 : at;
  }
}
