package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Argument;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The calls in the user's own text, by the path of what they make: for pictures and tables. */
final class CallLog {
  private final Map<String, ElaboratedNetwork.Call> calls = new LinkedHashMap<>();

  /** The values of arguments, where the compiler knows them: tensors have none. */
  static final class Known {
    private final Map<Argument, Object> values = new IdentityHashMap<>();

    /** Notes what an argument came to; a default has no argument. */
    void put(Argument argument, Object value) {
      if (argument != null) {
        values.put(argument, value);
      }
    }
  }

  /**
   * Notes a call.
   *
   * @param body whether what it calls is the user's own
   */
  void add(String path, Span span, String name, List<Argument> written, Known known, boolean body) {
    StringJoiner arguments = new StringJoiner(", ");
    for (Argument a : written) {
      if (known.values.containsKey(a)) {
        String value = text(a, known.values.get(a));
        arguments.add(a.name() == null ? value : a.name() + "=" + value);
      }
    }
    calls.put(path, new ElaboratedNetwork.Call(span, name, arguments.toString(), body));
  }

  /** A value as it would be written; of a stage, as it is. */
  private static String text(Argument a, Object value) {
    return value instanceof Stages ? a.value().span().text() : Constants.text(value);
  }

  Map<String, ElaboratedNetwork.Call> all() {
    return calls;
  }
}
