package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.Elaborator;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.SyntaxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Imports from files beside the importing one; each file is read once. */
final class FileImports implements Elaborator.Imports {
  private final Diagnostics diagnostics;
  private final StageListener listener;
  private final Map<Path, Optional<Ast.File>> files = new HashMap<>();

  FileImports(Diagnostics diagnostics, StageListener listener) {
    this.diagnostics = diagnostics;
    this.listener = listener;
  }

  @Override
  public Optional<Ast.File> file(Ast.Import from) {
    Path importer = Path.of(from.span().source().name());
    Path path = importer.resolveSibling(from.path()).normalize();
    return files.computeIfAbsent(path, this::read);
  }

  private Optional<Ast.File> read(Path path) {
    try {
      Source source = Source.read(path);
      listener.read(source);
      return SyntaxReader.read(source, diagnostics);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
