package dev.nnet.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals on little projects, as Maven and IDEs see them. */
class MojoTest {
  private static final String HALF =
      """
      import halved from "parts.nnet"

      network Half {
          input  x: f32[B, 4]
          output y: f32[B, 2]

          y = x -> halved
      }
      """;
  private static final String PARTS = "block halved = dense(2) -> tanh\n";

  @TempDir Path folder;

  /** What Maven and the IDE were told. */
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  private <T> T recording(Class<T> type) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          List<String> said = new ArrayList<>();
          for (Object a : arguments == null ? new Object[0] : arguments) {
            said.add(a instanceof File f ? f.getName() : String.valueOf(a));
          }
          told.add(method.getName() + " " + String.join(" ", said));
          return method.getReturnType() == boolean.class ? (Object) false : null;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Path project(String name) throws IOException {
    Path sources = folder.resolve(name).resolve("src/main/nnet/com/acme");
    Files.createDirectories(sources);
    Files.writeString(sources.resolve("half.nnet"), HALF);
    Files.writeString(sources.resolve("parts.nnet"), PARTS);
    return folder.resolve(name);
  }

  private static Path source(Path project, String file) {
    return project.resolve("src/main/nnet/com/acme").resolve(file);
  }

  private <T extends NnetMojo> T set(T mojo, Path project) {
    mojo.sourceDirectory = project.resolve("src/main/nnet").toFile();
    mojo.setLog(recording(Log.class));
    return mojo;
  }

  private CompileMojo compile(Path project) throws IOException {
    CompileMojo mojo = set(new CompileMojo(recording(BuildContext.class)), project);
    mojo.classes = project.resolve("target/classes").toFile();
    mojo.generatedSources = project.resolve("target/generated-sources/nnet").toFile();
    mojo.state = project.resolve("target/nnet/build-state.txt").toFile();
    mojo.project = new MavenProject();
    DefaultArtifact jar =
        new DefaultArtifact("g", "a", "1", "compile", "jar", null, new DefaultArtifactHandler());
    Path file = folder.resolve("compiler.jar");
    jar.setFile((Files.exists(file) ? file : Files.createFile(file)).toFile());
    mojo.compilerJars = List.of(jar);
    return mojo;
  }

  private static Map<String, FileTime> outputs(Path project) throws IOException {
    Map<String, FileTime> outputs = new TreeMap<>();
    Path target = project.resolve("target");
    if (Files.exists(target)) {
      try (Stream<Path> all = Files.walk(target)) {
        for (Path file : all.filter(f -> f.toString().matches(".*\\.(class|java)")).toList()) {
          outputs.put(target.relativize(file).toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    return outputs;
  }

  private List<String> told(String what) {
    return told.stream().filter(t -> t.startsWith(what)).toList();
  }

  @Test
  void compileAddsItsSourcesAndShowsTheIdeWhatIsNew() throws Exception {
    Path project = project("one");
    CompileMojo mojo = compile(project);
    mojo.execute();
    assertThat(mojo.project.getCompileSourceRoots())
        .containsExactly(project.resolve("target/generated-sources/nnet").toString());
    assertThat(outputs(project)).containsKey("generated-sources/nnet/com/acme/Half.java");
    assertThat(told("refresh"))
        .hasSameSizeAs(outputs(project).keySet())
        .contains("refresh Half.java");
    assertThat(told).contains("info compiled Half");

    told.clear();
    Map<String, FileTime> before = outputs(project);
    compile(project).execute();
    assertThat(outputs(project)).isEqualTo(before);
    assertThat(told("refresh")).isEmpty();
    assertThat(told).contains("info networks are up to date");

    Files.delete(source(project, "half.nnet"));
    compile(project).execute();
    assertThat(outputs(project)).isEmpty();
  }

  @Test
  void problemsHaveTheirFileLineAndColumn() throws Exception {
    Path project = project("broken");
    compile(project).execute();
    Map<String, FileTime> before = outputs(project);
    Files.writeString(source(project, "parts.nnet"), PARTS.replace("tanh", "tahn"));
    told.clear();
    for (AbstractMojo mojo :
        List.of(
            compile(project),
            set(new CheckMojo(recording(BuildContext.class)), project),
            set(new SummaryMojo(recording(BuildContext.class)), project))) {
      assertThatThrownBy(mojo::execute)
          .isInstanceOf(MojoFailureException.class)
          .hasMessage("1 error in .nnet files");
    }
    assertThat(told("addMessage"))
        .hasSize(3)
        .allMatch(
            m -> m.startsWith("addMessage parts.nnet 1 28 error[NN102]: unknown layer or block"))
        .allMatch(m -> m.contains("did you mean 'tanh'?") && m.endsWith(" 2 null"));
    assertThat(outputs(project)).isEqualTo(before);

    Files.writeString(source(project, "parts.nnet"), PARTS);
    compile(project).execute();
    assertThat(outputs(project)).isEqualTo(before);
  }

  @Test
  void warningsFailWhereTheyShould() throws Exception {
    Path project = project("warned");
    Files.writeString(source(project, "half.nnet"), HALF.replace("Half {", "Half(n = 3) {"));
    compile(project).execute();
    assertThat(told("addMessage"))
        .containsOnlyOnce(told("addMessage").get(0))
        .first()
        .asString()
        .startsWith("addMessage half.nnet 3 14 warning[NN501]: parameter 'n' is never used")
        .endsWith(" 1 null");
    CompileMojo strict = compile(project);
    strict.failOnWarning = true;
    assertThatThrownBy(strict::execute).hasMessage("1 warning in .nnet files");
  }

  @Test
  void checkWritesNothing() throws Exception {
    Path project = project("checked");
    set(new CheckMojo(recording(BuildContext.class)), project).execute();
    assertThat(told).contains("info 1 network without errors");
    assertThat(project.resolve("target")).doesNotExist();
  }

  @Test
  void summaryIsPrinted() throws Exception {
    Path project = project("summary");
    set(new SummaryMojo(recording(BuildContext.class)), project).execute();
    assertThat(told).contains("info Half").anyMatch(t -> t.matches("info y/.*dense_1 .* 10 .*"));
    assertThat(project.resolve("target")).doesNotExist();
  }

  @Test
  void aProjectWithoutTextsIsFine() throws Exception {
    Path project = folder.resolve("empty");
    compile(project).execute();
    set(new CheckMojo(recording(BuildContext.class)), project).execute();
    set(new SummaryMojo(recording(BuildContext.class)), project).execute();
    assertThat(told("addMessage")).isEmpty();
    assertThat(outputs(project)).isEmpty();
  }

  /** What {@code mvn -T} does: the goal of several modules at once, in one JVM. */
  @Test
  void modulesAreBuiltSideBySide() throws Exception {
    Path alone = project("alone");
    compile(alone).execute();
    List<Callable<Object>> builds = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      CompileMojo mojo = compile(project("module" + i));
      builds.add(Executors.callable(() -> execute(mojo)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (Future<Object> build : threads.invokeAll(builds)) {
        build.get();
      }
    } finally {
      threads.shutdown();
    }
    for (int i = 0; i < 6; i++) {
      Path module = folder.resolve("module" + i);
      assertThat(outputs(module).keySet()).isEqualTo(outputs(alone).keySet());
      for (String file : outputs(alone).keySet()) {
        assertThat(module.resolve("target").resolve(file))
            .hasSameBinaryContentAs(alone.resolve("target").resolve(file));
      }
    }
  }

  private static void execute(CompileMojo mojo) {
    try {
      mojo.execute();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
