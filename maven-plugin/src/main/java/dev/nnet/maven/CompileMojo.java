package dev.nnet.maven;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostic.Severity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
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
public final class CompileMojo extends AbstractMojo {
  /** Where the {@code .nnet} files are; a file that names no package has that of its folder. */
  @Parameter(defaultValue = "${project.basedir}/src/main/nnet")
  private File sourceDirectory;

  /** Where the typed Java classes go; a source folder of the project from then on. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/nnet")
  private File generatedSources;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  @Parameter(defaultValue = "${project.build.directory}/nnet/build-state.txt", readonly = true)
  private File state;

  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Parameter(defaultValue = "${plugin}", readonly = true)
  private PluginDescriptor plugin;

  private final BuildContext context;

  @Inject
  CompileMojo(BuildContext context) {
    this.context = context;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    project.addCompileSourceRoot(generatedSources.getPath());
    IncrementalBuild build =
        new IncrementalBuild(
            sourceDirectory.toPath(),
            classes.toPath(),
            generatedSources.toPath(),
            state.toPath(),
            compiler());
    try {
      IncrementalBuild.Result result = build.run();
      result.diagnostics().all().forEach(this::tell);
      if (result.diagnostics().hasErrors()) {
        long errors = result.diagnostics().all().stream().filter(CompileMojo::error).count();
        throw new MojoFailureException(
            errors == 1 ? "1 error in .nnet files" : errors + " errors in .nnet files");
      }
      result.written().stream().map(Path::toFile).forEach(context::refresh);
      getLog().info(summary(result));
    } catch (IOException e) {
      throw new MojoExecutionException(e.toString(), e);
    }
  }

  private static String summary(IncrementalBuild.Result result) {
    if (result.upToDate()) {
      return "networks are up to date";
    }
    int count = result.networks().size();
    return count == 0 ? "no networks" : "compiled " + String.join(", ", result.networks());
  }

  private static boolean error(Diagnostic diagnostic) {
    return diagnostic.severity() == Severity.ERROR;
  }

  private void tell(Diagnostic diagnostic) {
    context.addMessage(
        new File(diagnostic.span().source().name()),
        diagnostic.span().line(),
        diagnostic.span().column(),
        message(diagnostic),
        error(diagnostic) ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING,
        null);
  }

  /** The message without its place, which Maven prints itself. */
  private static String message(Diagnostic diagnostic) {
    String place = diagnostic.span().source().fileName() + ":" + diagnostic.span().place() + ": ";
    String text = diagnostic.render();
    return text.startsWith(place) ? text.substring(place.length()) : text;
  }

  /** What identifies this compiler: another one compiles everything again. */
  private String compiler() {
    List<String> jars =
        plugin.getArtifacts().stream()
            .map(Artifact::getFile)
            .map(f -> f.getName() + " " + f.length() + " " + f.lastModified())
            .sorted()
            .toList();
    return String.join(", ", jars);
  }
}
