package dev.nnet.runtime.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of the JSON (RFC 8259) that files of weights are described in: objects, arrays,
 * strings and whole numbers, at most {@value #DEEPEST} levels deep; a key given twice is an error.
 *
 * <p>Objects become {@code Map}, arrays {@code List}, strings {@code String}, numbers {@code Long}.
 */
public final class Json {
  static final int DEEPEST = 8;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException with the character offset
   */
  public static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at != text.length()) {
      throw json.problem("end expected");
    }
    return value;
  }

  /** A string literal. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int k = 0; k < text.length(); k++) {
      char c = text.charAt(k);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw problem("nested more than " + DEEPEST + " levels");
    }
    space();
    char c = peek();
    if (c == '{') {
      return object(depth);
    }
    if (c == '[') {
      return array(depth);
    }
    if (c == '"') {
      return string();
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    throw problem("object, array, string or whole number expected");
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    if (took('}')) {
      return object;
    }
    do {
      space();
      if (peek() != '"') {
        throw problem("a key in quotes expected");
      }
      String key = string();
      expect(':');
      if (object.putIfAbsent(key, value(depth + 1)) != null) {
        throw problem("'" + key + "' is given twice");
      }
    } while (took(','));
    expect('}');
    return object;
  }

  private List<Object> array(int depth) {
    List<Object> array = new ArrayList<>();
    at++;
    if (took(']')) {
      return array;
    }
    do {
      array.add(value(depth + 1));
    } while (took(','));
    expect(']');
    return array;
  }

  private String string() {
    StringBuilder string = null;
    int begin = ++at;
    while (peek() != '"') {
      char c = text.charAt(at);
      if (c < ' ') {
        throw problem("a control character in a string");
      }
      if (c == '\\') {
        string = string == null ? new StringBuilder() : string;
        string.append(text, begin, at);
        at++;
        string.append(escaped());
        begin = at;
      } else {
        at++;
      }
    }
    String last = text.substring(begin, at++);
    return string == null ? last : string.append(last).toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    if (c == 'u') {
      int end = at + 4;
      if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
        throw problem("four hexadecimal digits expected");
      }
      at = end;
      return (char) Integer.parseInt(text.substring(end - 4, end), 16);
    }
    int which = "\"\\/bfnrt".indexOf(c);
    if (which < 0) {
      throw problem("unknown escape");
    }
    return "\"\\/\b\f\n\r\t".charAt(which);
  }

  private Long number() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(start, at);
    if (digits.length() > 18 || (digits.length() > 1 && digits.charAt(0) == '0')) {
      throw problem("no such whole number: " + digits.substring(0, Math.min(24, digits.length())));
    }
    return Long.valueOf(digits);
  }

  private void expect(char c) {
    if (!took(c)) {
      throw problem("'" + c + "' expected");
    }
  }

  private boolean took(char c) {
    space();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    if (at >= text.length()) {
      throw problem("it ends early");
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(what + " at character " + at);
  }
}
