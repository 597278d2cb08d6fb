package dev.nnet.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/**
 * Compiles the networks of a project, before javac runs.
 *
 * <pre>
 * src/main/nnet/com/acme/lenet5.nnet
 *     target/classes/com/acme/LeNet5Network.class, ..
 *     target/generated-sources/nnet/com/acme/LeNet5.java
 * </pre>
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class CompileMojo extends NnetMojo {
  /** Where the typed Java classes go; a source folder of the project from then on. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/nnet")
  File generatedSources;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  File classes;

  @Parameter(defaultValue = "${project.build.directory}/nnet/build-state.txt", readonly = true)
  File state;

  @Parameter(defaultValue = "${project}", readonly = true)
  MavenProject project;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
  List<Artifact> compilerJars;

  @Inject
  CompileMojo(BuildContext context) {
    super(context);
  }

  @Override
  void run() throws IOException, MojoFailureException {
    project.addCompileSourceRoot(generatedSources.getPath());
    IncrementalBuild build =
        new IncrementalBuild(
            sourceDirectory.toPath(),
            classes.toPath(),
            generatedSources.toPath(),
            state.toPath(),
            compiler());
    for (Path file : folder().files()) {
      context().removeMessages(file.toFile());
    }
    IncrementalBuild.Result result = build.run();
    result.written().stream().map(Path::toFile).forEach(context()::refresh);
    tell(result.diagnostics());
    getLog().info(summary(result));
  }

  private static String summary(IncrementalBuild.Result result) {
    if (result.upToDate()) {
      return "networks are up to date";
    }
    int count = result.networks().size();
    return count == 0 ? "no networks" : "compiled " + String.join(", ", result.networks());
  }

  /** What identifies this compiler: another one compiles everything again. */
  private String compiler() {
    List<String> jars =
        compilerJars.stream()
            .map(Artifact::getFile)
            .map(f -> f.getName() + " " + f.length() + " " + f.lastModified())
            .sorted()
            .toList();
    return String.join(", ", jars);
  }
}
