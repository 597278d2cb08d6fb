package dev.nnet.maven;

import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What the last build read and wrote, as a text file.
 *
 * @param compiler identity of the compiler
 * @param files the files that were compiled
 * @param read content hashes of these and of everything they import
 * @param outputs everything that was written
 */
record BuildState(String compiler, List<Path> files, Map<Path, String> read, List<Path> outputs) {
  private static final String SEPARATOR = "\t";

  static BuildState of(
      String compiler, List<Path> files, Map<Path, String> read, Collection<Path> outputs) {
    return new BuildState(compiler, List.copyOf(files), Map.copyOf(read), List.copyOf(outputs));
  }

  /** The state in a file; an empty one if there is none. */
  static BuildState read(Path state) throws IOException {
    String compiler = "";
    List<Path> files = new ArrayList<>();
    Map<Path, String> read = new HashMap<>();
    List<Path> outputs = new ArrayList<>();
    for (String line : Files.exists(state) ? Files.readAllLines(state) : List.<String>of()) {
      String[] fields = line.split(SEPARATOR, 3);
      switch (fields[0]) {
        case "compiler" -> compiler = fields[1];
        case "file" -> files.add(Path.of(fields[1]));
        case "read" -> read.put(Path.of(fields[2]), fields[1]);
        case "output" -> outputs.add(Path.of(fields[1]));
        default -> throw new IOException(state + ": not written by this plugin: " + line);
      }
    }
    return new BuildState(compiler, files, read, outputs);
  }

  void write(Path state) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("compiler" + SEPARATOR + compiler);
    files.forEach(f -> lines.add("file" + SEPARATOR + f));
    read.forEach((f, hash) -> lines.add("read" + SEPARATOR + hash + SEPARATOR + f));
    outputs.forEach(f -> lines.add("output" + SEPARATOR + f));
    Files.createDirectories(state.getParent());
    Files.write(state, lines);
  }

  /** Whether compiling these files with that compiler would change nothing. */
  boolean current(String by, List<Path> now) throws IOException {
    if (!compiler.equals(by) || !files.equals(now)) {
      return false;
    }
    for (Map.Entry<Path, String> file : read.entrySet()) {
      if (!Files.exists(file.getKey())
          || !hash(Source.read(file.getKey()).text()).equals(file.getValue())) {
        return false;
      }
    }
    return outputs.stream().allMatch(Files::exists);
  }

  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
