package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime needs nothing but {@code java.base}: read from the constants of its classes. */
class JavaBaseOnlyTest {
  private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");

  @Test
  void namesOnlyItselfAndJavaBase() throws IOException, URISyntaxException {
    ModuleReference base = ModuleFinder.ofSystem().find("java.base").orElseThrow();
    Set<String> allowed = base.descriptor().packages();
    Set<String> foreign = new TreeSet<>();
    List<Path> classes = classes();
    for (Path file : classes) {
      for (String type : types(file)) {
        String inPackage = type.substring(0, Math.max(0, type.lastIndexOf('/'))).replace('/', '.');
        if (!allowed.contains(inPackage) && !inPackage.startsWith("dev.nnet.runtime")) {
          foreign.add(file.getFileName() + " uses " + type);
        }
      }
    }
    assertThat(classes).hasSizeGreaterThan(50);
    assertThat(foreign).isEmpty();
  }

  @Test
  void seesAForeignType() throws IOException, URISyntaxException {
    Path mine = Path.of(JavaBaseOnlyTest.class.getResource("JavaBaseOnlyTest.class").toURI());
    assertThat(types(mine)).contains("org/junit/jupiter/api/Test", "java/nio/file/Path");
  }

  private static List<Path> classes() throws IOException, URISyntaxException {
    Path root = Path.of(Model.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }

  /** Types of class constants and of everything that looks like a descriptor (JVMS 4.4). */
  private static Set<String> types(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(raw)) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      String[] texts = new String[count];
      List<Integer> classes = new ArrayList<>();
      for (int k = 1; k < count; k++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[k] = in.readUTF();
          case 7 -> classes.add(in.readUnsignedShort());
          case 5, 6 -> {
            in.skipNBytes(8);
            k++; // long and double take two places
          }
          case 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          default -> in.skipNBytes(4);
        }
      }
      Set<String> types = new TreeSet<>();
      for (int k : classes) {
        if (!texts[k].startsWith("[")) {
          types.add(texts[k]);
        }
      }
      for (String text : texts) {
        Matcher matcher = TYPE.matcher(text == null ? "" : text);
        while (matcher.find()) {
          types.add(matcher.group(1));
        }
      }
      return types;
    }
  }
}
