package dev.nnet.compiler;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.syntax.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house: who may use whom, how long files are, what nothing is called. */
class HouseRulesTest {
  private static final String ROOT = "dev.nnet.compiler";
  private static final int LINES = 400;

  private static final JavaClasses COMPILER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT, "dev.nnet.runtime");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source    | ''",
        "syntax    | source",
        "loop      | source",
        "graph     | source loop",
        "op        | source loop graph",
        "elaborate | source syntax loop graph op",
        "pass      | source loop graph op",
        "schedule  | source loop graph",
        "emit      | source loop schedule",
        "facade    | ''"
      })
  void packagesUseOnlyWhatStandsBelow(String name, String allowed) {
    List<String> packages = new ArrayList<>(List.of(ROOT + "." + name));
    Arrays.stream(allowed.split(" "))
        .filter(a -> !a.isEmpty())
        .forEach(a -> packages.add(ROOT + "." + a));
    classes()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(ROOT + "..")
                .or(resideInAnyPackage(packages.toArray(String[]::new))))
        .check(COMPILER);
  }

  @ParameterizedTest
  @CsvSource({
    "org.antlr..,syntax",
    "dev.nnet.grammar..,syntax",
    "org.objectweb..,emit",
    "com.palantir..,facade"
  })
  void onePackageUsesALibrary(String library, String user) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "." + user)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(COMPILER);
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().and().doNotHaveName("$VALUES").should().beFinal().check(COMPILER);
  }

  @Test
  void classesAreCalledWhatTheyAre() {
    noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Manager|Impl)").check(COMPILER);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Path root = Path.of("").toAbsolutePath().getParent();
    for (String part : List.of("grammar", "compiler", "runtime", "jfr", "cli", "maven-plugin")) {
      try (Stream<Path> files = Files.walk(root.resolve(part).resolve("src"))) {
        files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  @Test
  void filesAreShort() throws IOException {
    for (Path file : sources()) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LINES);
    }
  }

  /** All texts but those that are wrong or badly laid out on purpose. */
  static List<Path> texts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("").toAbsolutePath().getParent())) {
      return files
          .filter(f -> f.toString().endsWith(".nnet"))
          .filter(f -> !f.toString().replace('\\', '/').matches(".*/(target|bad|format)/.*"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textsAreFormatted(Path text) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Optional<String> formatted = Formatter.format(Source.read(text), diagnostics);
    assertThat(diagnostics.render()).isEmpty();
    assertThat(Files.readString(text)).as("./nnet fmt " + text).isEqualTo(formatted.orElseThrow());
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    for (Path file : sources()) {
      String path = file.toString().replace('\\', '/');
      if (path.contains("/src/main/") && !path.contains("/src/test/")) {
        assertThat(file.resolveSibling("package-info.java")).exists();
      }
    }
  }
}
