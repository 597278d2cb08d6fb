package dev.nnet.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** What a JVM may keep of its start, for the next one that does the same. */
enum Archive {
  NONE("", "", 17),

  /** Loaded classes (JEP 350). */
  CLASSES("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", 17),

  /** Loaded and linked classes, and profiles (JEP 514 and 515). */
  AHEAD("-XX:AOTCacheOutput=", "-XX:AOTCache=", 25);

  private final String make;
  private final String use;
  private final int since;

  Archive(String make, String use, int since) {
    this.make = make;
    this.use = use;
    this.since = since;
  }

  /** Whether a JVM of this feature release can. */
  boolean known(int release) {
    return release >= since;
  }

  /** The flags of a process that makes the file, or starts from it. */
  List<String> flags(Path file, boolean making) {
    return this == NONE ? List.of() : List.of((making ? make : use) + file);
  }
}
