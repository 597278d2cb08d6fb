package dev.nnet.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts workers, each in a JVM of its own, pinned to as many processors as it may use threads.
 *
 * @param java the {@code java} command
 * @param target the build folder: this module's classes, the class path files, the workbench
 * @param pinned whether {@code taskset} is there
 * @param release feature release of the JVM: 17, 25
 * @param made the archives that this run has made
 */
record Launch(Path java, Path target, boolean pinned, int release, Set<Path> made) {

  static Launch of(Path java, Path target) throws IOException {
    return new Launch(java, target, canPin(), release(java), new HashSet<>());
  }

  private static int release(Path java) throws IOException {
    Process process =
        new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    Matcher version = Pattern.compile("version \"(\\d+)").matcher(said);
    if (!version.find()) {
      throw new IOException(java + " is no JVM: " + said);
    }
    return Integer.parseInt(version.group(1));
  }

  private static boolean canPin() {
    try {
      return new ProcessBuilder("taskset", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs one worker to its end and returns the lines it printed, name to value. */
  Map<String, String> run(
      Entrant entrant, Subject subject, int threads, String measurement, String argument)
      throws IOException, InterruptedException {
    Path archive = target.resolve((subject.name() + " " + entrant.label()).replaceAll("\\W+", "-"));
    if (entrant.archive() != Archive.NONE && !made.contains(archive)) {
      Files.deleteIfExists(archive);
      run(entrant, subject, threads, measurement, argument, entrant.archive().flags(archive, true));
      made.add(archive);
    }
    List<String> flags = entrant.archive().flags(archive, false);
    return run(entrant, subject, threads, measurement, argument, flags);
  }

  private Map<String, String> run(
      Entrant entrant,
      Subject subject,
      int threads,
      String measurement,
      String argument,
      List<String> more)
      throws IOException, InterruptedException {
    List<String> command = java(threads);
    command.addAll(entrant.flags());
    command.addAll(more);
    command.add(Worker.class.getName());
    command.add(entrant.contender());
    command.add(subject.name());
    command.add(Integer.toString(threads));
    command.add(target.resolve("workbench").toString());
    command.add(Integer.toString(entrant.warmUp(subject, measurement.equals("train"))));
    command.add(measurement);
    command.add(argument.equals("now") ? Long.toString(System.currentTimeMillis()) : argument);
    Map<String, String> values = new LinkedHashMap<>();
    lines(command, classPath(List.of(entrant.contender())), threads)
        .forEach(line -> values.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    return values;
  }

  /** Runs recurrent layers and their peers in one JVM to its end; the lines it printed. */
  List<String> recurrent(int threads, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = java(threads);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add(Recurrent.class.getName());
    command.add(Integer.toString(threads));
    command.addAll(List.of(arguments));
    List<String> engines = List.of("Laboratory", "OnnxRuntime", "PyTorch");
    return lines(command, classPath(engines), threads);
  }

  private List<String> java(int threads) {
    List<String> command = new ArrayList<>();
    // a process that may use no more processors than that hands its own on
    if (pinned && threads < Runtime.getRuntime().availableProcessors()) {
      command.addAll(List.of("taskset", "-c", threads == 1 ? "0" : "0-" + (threads - 1)));
    }
    command.add(java.toString());
    return command;
  }

  private List<String> lines(List<String> command, String classPath, int threads)
      throws IOException, InterruptedException {
    Path complaints = target.resolve("worker.err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
    // In the environment: ONNX Runtime 1.29 overflows its stack on a long command line.
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(
          String.join(" ", command) + " failed:\n" + output + Files.readString(complaints));
    }
    return output.lines().toList();
  }

  private String classPath(List<String> engines) throws IOException {
    List<String> path = new ArrayList<>();
    path.add(target.resolve("workers.jar").toString()); // archives of classes take jars alone
    path.add(target.resolve("networks.jar").toString());
    for (String engine : engines) {
      path.addAll(jars(engine));
    }
    return String.join(File.pathSeparator, path);
  }

  /** Megabytes of what an application must ship to use this engine. */
  double megabytes(Entrant entrant) throws IOException {
    return jars(entrant.contender()).stream().mapToLong(Launch::bytes).sum() / 1e6;
  }

  private List<String> jars(String engine) throws IOException {
    Path list = target.resolve("classpath").resolve(engine);
    return List.of(Files.readString(list).strip().split(File.pathSeparator));
  }

  private static long bytes(String jar) {
    try (var files = Files.walk(Path.of(jar))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
