package dev.nnet.maven;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostic.Severity;
import dev.nnet.compiler.source.Diagnostics;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** What all goals share: where the texts are, and how problems are told. */
abstract class NnetMojo extends AbstractMojo {
  /** Where the {@code .nnet} files are; a file that names no package has that of its folder. */
  @Parameter(defaultValue = "${project.basedir}/src/main/nnet")
  File sourceDirectory;

  /** Whether warnings fail the build. */
  @Parameter(property = "nnet.failOnWarning", defaultValue = "false")
  boolean failOnWarning;

  private final BuildContext context;

  NnetMojo(BuildContext context) {
    this.context = context;
  }

  /** What the goal does. */
  abstract void run() throws IOException, MojoFailureException;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    try {
      run();
    } catch (IOException e) {
      throw new MojoExecutionException(e.toString(), e);
    }
  }

  BuildContext context() {
    return context;
  }

  SourceFolder folder() {
    return new SourceFolder(sourceDirectory.toPath());
  }

  /**
   * Tells every problem with its file, line and column.
   *
   * @throws MojoFailureException if there are errors, or warnings that count as such
   */
  void tell(Diagnostics diagnostics) throws MojoFailureException {
    diagnostics.all().forEach(this::tell);
    long errors = diagnostics.all().stream().filter(NnetMojo::error).count();
    if (errors > 0) {
      throw new MojoFailureException(count(errors, "error"));
    }
    if (failOnWarning && !diagnostics.all().isEmpty()) {
      throw new MojoFailureException(count(diagnostics.all().size(), "warning"));
    }
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s") + " in .nnet files";
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
}
