package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What messages call a value, and where they say it comes from. */
final class Origins {
  private final Map<Value, Span> made = new HashMap<>();

  /** Remembers the piece of the user's text that made a value. */
  void made(Value value, Span at) {
    made.put(value, at);
  }

  /** {@code 'x'}, or "the result of dense(64)". */
  String quoted(Value value, Frame frame) {
    return frame.own().nameOf(value).map(e -> "'" + e.name() + "'").orElse(result(value));
  }

  /** {@code x}, or "the result of dense(64)". */
  String bare(Value value, Frame frame) {
    return frame.own().nameOf(value).map(Scope.Entry::name).orElse(result(value));
  }

  private String result(Value value) {
    if (value.op() == Leaf.PARAMETER) {
      return value.attributes().word("name").replaceFirst(".*[./]", "");
    }
    return made.containsKey(value) ? "the result of " + made.get(value).text() : "this";
  }

  /** Puts names for <code>{0}</code>, <code>{1}</code> and so on; in quotes where those are. */
  String fill(String text, List<Value> operands, Frame frame) {
    String filled = text;
    for (int i = 0; i < operands.size(); i++) {
      Value v = operands.get(i);
      filled = filled.replace("'{" + i + "}'", quoted(v, frame));
      filled = filled.replace("{" + i + "}", bare(v, frame));
    }
    return filled;
  }

  /** A hint to write something around a value: only where it has a name that can be written. */
  String fillHint(String hint, List<Value> operands, Frame frame) {
    String filled = hint;
    for (int i = 0; i < operands.size(); i++) {
      Optional<Scope.Entry> name = frame.own().nameOf(operands.get(i));
      filled = filled.replace("{" + i + "}", name.map(Scope.Entry::name).orElse(".."));
    }
    return filled;
  }

  /** Where a value was made: "dense(64) at 5:13"; empty if that is not known. */
  String of(Value value) {
    Span span = made.get(value);
    return span == null ? "" : span.text() + " at " + span.place();
  }

  /** Where the operands of something at {@code at} come from, in one line; none if not known. */
  List<String> notes(List<Value> operands, Span at, Frame frame) {
    List<String> notes = new ArrayList<>();
    boolean telling = false;
    for (Value v : new LinkedHashSet<>(operands)) {
      Optional<Scope.Entry> entry = frame.own().nameOf(v);
      Span span = made.get(v);
      if (entry.isPresent() && entry.get().role().matches("input|context")) {
        Scope.Entry e = entry.get();
        String owner = e.owner().isEmpty() ? "" : " of " + e.owner();
        telling |= !owner.isEmpty();
        String whole = e.role().equals("context") ? whole(v) : "";
        notes.add(e.name() + " is the " + e.role() + owner + " (" + e.span().place() + ")" + whole);
      } else if (span != null && !span.equals(at)) {
        telling = true;
        String name = entry.map(Scope.Entry::name).orElse("the " + v.type());
        notes.add(name + " comes from " + of(v));
      }
    }
    // that an input of the network is one is no news by itself
    return !telling ? List.of() : List.of(String.join("; ", notes));
  }

  /** What is easily forgotten of a context: it is no step, but all of them. */
  private static String whole(Value context) {
    return context.shape().dims().stream()
        .filter(Dim::ragged)
        .findFirst()
        .map(d -> ": the whole sequence " + d)
        .orElse("");
  }
}
