package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.Ast.Name;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that can be called: the file's blocks, the layers of the library, the ops. */
final class Callables {
  private static final Set<String> LATER =
      Set.of(
          "decode",
          "multi_head_attention",
          "positional_encoding",
          "positional_embedding",
          "auc",
          "frozen");

  private final Map<String, Ast.Block> blocks;
  private final LayerLibrary library;

  Callables(Map<String, Ast.Block> blocks, LayerLibrary library) {
    this.blocks = blocks;
    this.library = library;
  }

  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(blocks.keySet());
    names.addAll(library.names());
    names.addAll(Sequences.STAGES);
    Ops.all().stream().filter(Op::callable).forEach(o -> names.add(o.name()));
    return names;
  }

  /** What a name is, for messages. */
  String kind(String name) {
    return blocks.containsKey(name) ? "block of this file" : "layer of the library";
  }

  /** The block of the file, or else of the library. */
  Optional<Ast.Block> block(String name) {
    return Optional.ofNullable(blocks.get(name)).or(() -> library.find(name));
  }

  /** What a call may give by name, inputs first; nothing if there is nothing of that name. */
  Optional<List<String>> arguments(String name) {
    return block(name)
        .map(Blocks::names)
        .or(() -> Ops.byName(name).map(o -> o.signature().names()));
  }

  /** A call of something that is not there. */
  Problem unknown(Name name, Frame frame) {
    Span at = frame.blame(name.span());
    Span later = frame.scope().later(name.text()).orElse(null);
    if (later != null) {
      return early(name, later, at);
    }
    if (LATER.contains(name.text())) {
      return Problem.notYet(at, "'" + name + "' is not built yet");
    }
    String ending = Suggestions.ending(name.text(), names());
    return Problem.of("NN102", at, "unknown layer or block '" + name + "'" + ending);
  }

  /** A use above the definition. */
  static Problem early(Name name, Span later, Span at) {
    return Problem.of(
        "NN107", at, "'" + name + "' is used before line " + later.line() + " defines it");
  }
}
