package dev.nnet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The projects beside this class, built by the Maven that builds us. It finds the plugin in a
 * repository of this build, all else where this build has it, and nothing in the network.
 */
@Tag("maven")
class RealMavenTest {
  private static final Path PROJECTS = Path.of("src/test/projects");

  private static final String SETTINGS =
      """
      <settings>
        <mirrors>
          <mirror>
            <id>resolved</id>
            <mirrorOf>*</mirrorOf>
            <url>%s</url>
          </mirror>
        </mirrors>
      </settings>
      """;

  @TempDir Path folder;
  private Path settings;

  /** What the last build printed. */
  private List<String> output;

  @BeforeEach
  void writeSettings() throws IOException {
    URL resolved = Path.of(System.getProperty("resolved")).toUri().toURL();
    settings = folder.resolve("settings.xml");
    Files.writeString(settings, String.format(SETTINGS, resolved));
  }

  private Path project(String name) throws IOException {
    Path from = PROJECTS.resolve(name);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(name).resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return folder.resolve(name);
  }

  /** Whether the build succeeds. */
  private boolean maven(Path project, String... arguments) throws Exception {
    Properties versions = new Properties();
    for (String name :
        List.of("nnet.version", "maven.compiler.version", "maven.resources.version")) {
      versions.setProperty(name, System.getProperty(name));
    }
    output = Collections.synchronizedList(new ArrayList<>());
    InvocationRequest request =
        new DefaultInvocationRequest()
            .setBaseDirectory(project.toFile())
            .setUserSettingsFile(settings.toFile())
            .setLocalRepositoryDirectory(new File(System.getProperty("repository")))
            .setProperties(versions)
            .setBatchMode(true)
            .setNoTransferProgress(true)
            .setMavenOpts("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .setOutputHandler(output::add)
            .setErrorHandler(output::add)
            .addArgs(List.of(arguments));
    DefaultInvoker invoker = new DefaultInvoker();
    invoker.setMavenHome(new File(System.getProperty("maven.home")));
    InvocationResult result = invoker.execute(request);
    assertThat(result.getExecutionException()).isNull();
    return result.getExitCode() == 0;
  }

  private void build(Path project, String... arguments) throws Exception {
    assertThat(maven(project, arguments)).as(() -> String.join("\n", output)).isTrue();
  }

  private static Map<String, FileTime> outputs(Path project) throws IOException {
    Map<String, FileTime> outputs = new TreeMap<>();
    try (Stream<Path> all = Files.walk(project.resolve("target"))) {
      for (Path file : all.filter(f -> f.toString().matches(".*\\.(class|java)")).toList()) {
        outputs.put(project.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return outputs;
  }

  /** What a compiled class of the project answers. */
  private static float[] answer(String type, Path... projects) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path project : projects) {
      urls.add(project.resolve("target/classes").toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new))) {
      Object answer = loader.loadClass(type).getDeclaredConstructor().newInstance();
      return (float[]) ((Supplier<?>) answer).get();
    }
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void aProjectThroughItsDays() throws Exception {
    Path project = project("single");
    Path half = project.resolve("src/main/nnet/com/acme/half.nnet");
    Path parts = half.resolveSibling("parts.nnet");
    Path answer = project.resolve("src/main/java/com/acme/Answer.java");

    build(project, "compile");
    assertThat(output).contains("[INFO] compiled Half");
    float[] first = answer("com.acme.Answer", project);
    assertThat(first).hasSize(2);
    Map<String, FileTime> built = outputs(project);

    build(project, "compile");
    assertThat(output).contains("[INFO] networks are up to date");
    assertThat(outputs(project)).as("not a file touched").isEqualTo(built);

    edit(half, "B, 2", "B, 3");
    edit(parts, "dense(2)", "dense(3)");
    build(project, "compile");
    assertThat(answer("com.acme.Answer", project)).as("both edited").hasSize(3);

    edit(parts, "tanh", "relu");
    build(project, "compile");
    for (float value : answer("com.acme.Answer", project)) {
      assertThat(value).as("the import edited").isNotNegative();
    }

    built = outputs(project);
    edit(parts, "relu", "rulu");
    assertThat(maven(project, "compile")).isFalse();
    String place = Pattern.quote(parts.toRealPath().toString());
    assertThat(output)
        .anyMatch(l -> l.matches("\\[ERROR] " + place + " \\[1:28]: error\\[NN102]: .*'rulu'.*"))
        .anyMatch(l -> l.contains("1 error in .nnet files"));
    assertThat(outputs(project)).as("what was built stays").isEqualTo(built);

    edit(parts, "rulu", "relu");
    Files.delete(half);
    Files.delete(answer);
    build(project, "compile");
    assertThat(outputs(project)).as("nothing of a deleted text is left").isEmpty();
  }

  @Test
  void goalsOfTheCommandLine() throws Exception {
    Path project = project("single");
    build(project, "nnet:check", "nnet:summary");
    assertThat(output)
        .contains("[INFO] 1 network without errors")
        .anyMatch(l -> l.matches("\\[INFO] y/.*dense_1 .* 10 .*"));
    assertThat(project.resolve("target")).doesNotExist();

    edit(project.resolve("src/main/nnet/com/acme/half.nnet"), "Half {", "Half(n = 3) {");
    assertThat(maven(project, "nnet:check", "-Dnnet.failOnWarning")).isFalse();
    assertThat(output).anyMatch(l -> l.contains("[3:14]") && l.contains("warning[NN501]"));
  }

  @Test
  void modulesSideBySide() throws Exception {
    Path project = project("modules");
    build(project, "compile", "-T", "2");
    assertThat(output)
        .anyMatch(l -> l.contains("compiled Add"))
        .anyMatch(l -> l.contains("compiled Twice"))
        .anyMatch(l -> l.contains("no networks"));
    float[] answer =
        answer(
            "com.acme.third.Answer",
            project.resolve("first"),
            project.resolve("second"),
            project.resolve("third"));
    assertThat(answer).containsExactly(10, 10, 10, 12);
  }
}
