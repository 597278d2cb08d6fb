package dev.nnet.cli;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.StageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnet compile FILE -d DIR}: the class files. */
@Command(name = "compile", description = "Write the class files.")
final class CompileCommand implements Callable<Integer> {
  @Mixin NetworkFile source;

  @Option(names = "-d", required = true, paramLabel = "DIR", description = "where classes go")
  Path directory;

  @Override
  public Integer call() throws IOException {
    for (CompiledNetwork network : source.compileAll(StageListener.NONE)) {
      for (Map.Entry<String, byte[]> e : network.classes().entrySet()) {
        Path path = directory.resolve(e.getKey().replace('.', '/') + ".class");
        Files.createDirectories(path.getParent());
        Files.write(path, e.getValue());
        System.out.printf("%s %,d bytes%n", path, e.getValue().length);
      }
    }
    return 0;
  }
}
