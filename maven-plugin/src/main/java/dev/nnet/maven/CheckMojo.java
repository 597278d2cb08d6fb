package dev.nnet.maven;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.codehaus.plexus.build.BuildContext;

/**
 * Checks the networks of a project and writes nothing.
 *
 * <pre>
 * mvn nnet:check
 * mvn nnet:check -Dnnet.failOnWarning
 * </pre>
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends NnetMojo {
  @Inject
  CheckMojo(BuildContext context) {
    super(context);
  }

  @Override
  void run() throws IOException, MojoFailureException {
    Diagnostics diagnostics = new Diagnostics();
    int count = 0;
    for (Path file : folder().files()) {
      context().removeMessages(file.toFile());
      count += Compiler.elaborate(folder().read(file), diagnostics, StageListener.NONE).size();
    }
    tell(diagnostics);
    getLog().info(count + (count == 1 ? " network" : " networks") + " without errors");
  }
}
