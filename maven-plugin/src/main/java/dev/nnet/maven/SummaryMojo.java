package dev.nnet.maven;

import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.NetworkSummary;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.codehaus.plexus.build.BuildContext;

/**
 * Prints the layers of every network of a project, with shapes, parameters, arithmetic and memory.
 *
 * <pre>
 * mvn nnet:summary
 * </pre>
 */
@Mojo(name = "summary", threadSafe = true)
public final class SummaryMojo extends NnetMojo {
  @Inject
  SummaryMojo(BuildContext context) {
    super(context);
  }

  @Override
  void run() throws IOException, MojoFailureException {
    Diagnostics diagnostics = new Diagnostics();
    List<CompiledNetwork> networks = new ArrayList<>();
    for (Path file : folder().files()) {
      networks.addAll(Compiler.compile(folder().read(file), diagnostics, StageListener.NONE));
    }
    tell(diagnostics);
    networks.forEach(n -> NetworkSummary.of(n).lines().forEach(getLog()::info));
  }
}
