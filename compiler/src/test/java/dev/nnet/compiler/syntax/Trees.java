package dev.nnet.compiler.syntax;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.StringJoiner;

/** Reads texts and compares what was read. */
final class Trees {
  private Trees() {}

  static Ast.File read(String text) {
    Diagnostics diagnostics = new Diagnostics();
    var file = SyntaxReader.read(new Source("t.nnet", text), diagnostics);
    diagnostics.throwIfErrors();
    return file.orElseThrow();
  }

  /** All of a tree but its places. */
  static String tree(Object node) throws ReflectiveOperationException {
    if (node instanceof List<?> list) {
      StringJoiner all = new StringJoiner(", ", "[", "]");
      for (Object o : list) {
        all.add(tree(o));
      }
      return all.toString();
    }
    if (!(node instanceof Record) || node instanceof Span || node instanceof Source) {
      return node instanceof Span || node instanceof Source ? "" : String.valueOf(node);
    }
    StringJoiner all = new StringJoiner(", ", node.getClass().getSimpleName() + "(", ")");
    for (RecordComponent c : node.getClass().getRecordComponents()) {
      all.add(tree(c.getAccessor().invoke(node)));
    }
    return all.toString();
  }
}
