package dev.nnet.runtime.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recursive descent over one line of call notation; nesting is limited, blanks are skipped. */
final class CallReader {
  private static final int DEEPEST = 16;

  private final String text;
  private int at;

  CallReader(String text) {
    this.text = text;
  }

  Call read() {
    Call call = value(0);
    if (peek() != 0) {
      throw problem("unexpected '" + peek() + "'");
    }
    return call;
  }

  private Call value(int depth) {
    if (depth > DEEPEST) {
      throw problem("more than " + DEEPEST + " levels");
    }
    if (take('[')) {
      List<Call> items = new ArrayList<>();
      arguments(']', depth, items, null);
      return new Call(Call.LIST, items, Map.of());
    }
    String name = word();
    List<Call> positional = new ArrayList<>();
    Map<String, Call> named = new LinkedHashMap<>();
    if (take('(')) {
      arguments(')', depth, positional, named);
    }
    return new Call(name, positional, named);
  }

  private void arguments(char close, int depth, List<Call> positional, Map<String, Call> named) {
    if (take(close)) {
      return;
    }
    do {
      Call value = value(depth + 1);
      if (named != null && take('=')) {
        if (!value.positional().isEmpty() || !value.named().isEmpty()) {
          throw problem("an argument's name is a word");
        }
        if (named.put(value.name(), value(depth + 1)) != null) {
          throw problem("'" + value.name() + "' is given twice");
        }
      } else if (named != null && !named.isEmpty()) {
        throw problem("an argument without a name after a named one");
      } else {
        positional.add(value);
      }
    } while (take(','));
    if (!take(close)) {
      throw problem("expected ',' or '" + close + "'");
    }
  }

  private String word() {
    peek();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw problem("expected a name or a number");
    }
    return text.substring(start, at);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_.+-".indexOf(c) >= 0;
  }

  private boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException(what + " at column " + (at + 1) + " of '" + text + "'");
  }
}
