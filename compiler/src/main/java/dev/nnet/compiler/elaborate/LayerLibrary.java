package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.SyntaxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The layers that come with the language: one block in each file of {@code nnet/layers}. */
final class LayerLibrary {
  private static final String FOLDER = "/nnet/layers/";

  private final List<String> names = text("index.txt").lines().toList();
  private final Map<String, Ast.Block> read = new HashMap<>();

  /** The names of all layers. */
  List<String> names() {
    return names;
  }

  /** The layer of that name. */
  Optional<Ast.Block> find(String name) {
    return names.contains(name)
        ? Optional.of(read.computeIfAbsent(name, LayerLibrary::read))
        : Optional.empty();
  }

  /** Whether a piece of text is part of the library. */
  static boolean owns(Source source) {
    return source.name().startsWith(FOLDER);
  }

  private static Ast.Block read(String name) {
    Diagnostics diagnostics = new Diagnostics();
    Source source = new Source(FOLDER + name + ".nnet", text(name + ".nnet"));
    Optional<Ast.File> file = SyntaxReader.read(source, diagnostics);
    diagnostics.throwIfErrors();
    return (Ast.Block) file.orElseThrow().declarations().get(0);
  }

  private static String text(String file) {
    try (InputStream in = LayerLibrary.class.getResourceAsStream(FOLDER + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
