package dev.nnet.cli.draw;

import java.util.Locale;

/**
 * Elements of SVG and HTML, with everything escaped that is data.
 *
 * <pre>
 * new Markup().open("g", "class", "box").element("text", name, "x", 12).close("g")
 * </pre>
 */
public final class Markup {
  private final StringBuilder text = new StringBuilder();

  /** Begins an element; attributes are names and values in turn, numbers as short as they are. */
  public Markup open(String element, Object... attributes) {
    start(element, attributes);
    text.append('>');
    return this;
  }

  /** An element without content. */
  public Markup empty(String element, Object... attributes) {
    start(element, attributes);
    text.append("/>\n");
    return this;
  }

  /** An element around a text. */
  public Markup element(String element, String content, Object... attributes) {
    start(element, attributes);
    text.append('>').append(escape(content)).append("</").append(element).append('>');
    return this;
  }

  public Markup close(String element) {
    text.append("</").append(element).append('>');
    return this;
  }

  /** What is markup already. */
  public Markup raw(CharSequence markup) {
    text.append(markup);
    return this;
  }

  private void start(String element, Object... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(shown(attributes[i + 1]))).append('"');
    }
  }

  private static String shown(Object value) {
    return value instanceof Double d ? number(d) : value.toString();
  }

  /** A length with at most one digit behind the point: no picture needs more. */
  public static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A text that is no markup, also within quotes. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** Whether XML may hold a character at all. */
  private static boolean allowed(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    return !control && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
