package dev.nnet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalBuildTest {
  private static final String HALF =
      """
      import halved from "../parts.nnet"
      network Half {
          input  x: f32[B, 4]
          output y: f32[B, 2]
          y = x -> halved
      }
      """;
  private static final String PARTS = "block halved = dense(2) -> tanh\n";
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path project;
  private Path half;
  private Path parts;

  @BeforeEach
  void writeProject() throws IOException {
    half = project.resolve("src/com/acme/half.nnet");
    parts = project.resolve("src/com/parts.nnet");
    Files.createDirectories(half.getParent());
    Files.writeString(half, HALF);
    Files.writeString(parts, PARTS);
  }

  private IncrementalBuild.Result build(String compiler) throws IOException {
    return new IncrementalBuild(
            project.resolve("src"),
            project.resolve("classes"),
            project.resolve("java"),
            project.resolve("state/state.txt"),
            compiler)
        .run();
  }

  private IncrementalBuild.Result build() throws IOException {
    return build("compiler 1");
  }

  private List<Path> outputs() throws IOException {
    try (Stream<Path> all = Files.walk(project)) {
      return all.filter(f -> f.toString().matches(".*\\.(class|java)")).sorted().toList();
    }
  }

  /** Makes every output old, so that a write shows. */
  private void age() throws IOException {
    for (Path file : outputs()) {
      Files.setLastModifiedTime(file, LONG_AGO);
    }
  }

  private List<Path> touched() throws IOException {
    return outputs().stream().filter(f -> !time(f).equals(LONG_AGO)).toList();
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theFolderIsThePackage() throws IOException {
    IncrementalBuild.Result result = build();
    assertThat(result.networks()).containsExactly("Half");
    assertThat(result.upToDate()).isFalse();
    assertThat(project.resolve("classes/com/acme/HalfNetwork.class")).exists();
    assertThat(project.resolve("java/com/acme/Half.java"))
        .content()
        .startsWith("package com.acme;");
  }

  @Test
  void nothingIsTouchedIfNothingChanged() throws IOException {
    build();
    age();
    assertThat(build().upToDate()).isTrue();
    assertThat(touched()).isEmpty();
  }

  @Test
  void anEditTouchesOnlyWhatBecomesDifferent() throws IOException {
    build();
    age();
    Files.writeString(half, HALF + "network Same = Half()\n");
    assertThat(build().networks()).containsExactly("Half", "Same");
    assertThat(touched()).isNotEmpty().allMatch(f -> f.getFileName().toString().startsWith("Same"));
  }

  @Test
  void anEditOfAnImportCompilesAgain() throws IOException {
    build();
    age();
    Files.writeString(parts, "block halved = dense(2)\n");
    assertThat(build().upToDate()).isFalse();
    assertThat(touched()).isNotEmpty();
  }

  @Test
  void aDeletedFileTakesItsOutputsAlong() throws IOException {
    build();
    Files.delete(half);
    assertThat(build().networks()).isEmpty();
    assertThat(outputs()).isEmpty();
  }

  @Test
  void aMissingOutputIsWrittenAgain() throws IOException {
    build();
    Path facade = project.resolve("java/com/acme/Half.java");
    Files.delete(facade);
    assertThat(build().written()).containsExactly(facade);
  }

  @Test
  void anotherCompilerCompilesAgain() throws IOException {
    build();
    assertThat(build("compiler 2").upToDate()).isFalse();
  }

  @Test
  void anErrorLeavesTheOutputsAsTheyWere() throws IOException {
    build();
    age();
    List<Path> before = outputs();
    Files.writeString(half, HALF.replace("halved\n}", "halvd\n}"));
    for (int i = 0; i < 2; i++) {
      IncrementalBuild.Result broken = build();
      assertThat(broken.diagnostics().hasErrors()).isTrue();
      Diagnostic first = broken.diagnostics().all().get(0);
      assertThat(first.span().source().name()).isEqualTo(half.toString());
      assertThat(first.span().place()).isEqualTo("5:14");
    }
    assertThat(outputs()).isEqualTo(before);
    assertThat(touched()).isEmpty();
    Files.writeString(half, HALF);
    assertThat(build().diagnostics().hasErrors()).isFalse();
  }

  @Test
  void aProjectWithoutNetworksIsFine() throws IOException {
    Files.delete(half);
    Files.delete(parts);
    assertThat(build().networks()).isEmpty();
  }
}
