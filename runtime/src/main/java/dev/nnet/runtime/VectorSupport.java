package dev.nnet.runtime;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides which emission of a program this JVM runs.
 *
 * <p>Both give the same bits; the vector one needs the incubating module {@code
 * jdk.incubator.vector}, which a JVM only has when started with {@code --add-modules
 * jdk.incubator.vector}. Without it, one hint is printed to standard error per JVM. {@code
 * -Dnnet.vector=false} chooses the plain emission, without a hint.
 */
public final class VectorSupport {
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private VectorSupport() {}

  /** Whether to load vector classes: the module is there and nobody turned it off. */
  public static boolean available() {
    return Decision.VECTOR;
  }

  /** Whether this is the first call in this JVM; emitted classes prepare the JVM then. */
  public static boolean first() {
    return !ASKED.getAndSet(true);
  }

  /** Decided, and hinted at, once: when this class is initialised. */
  private static final class Decision {
    static final boolean VECTOR = decide();

    private static boolean decide() {
      if ("false".equals(System.getProperty("nnet.vector"))) {
        return false;
      }
      boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
      if (!present) {
        System.err.println(
            "nnet: running without vector instructions; start Java with"
                + " --add-modules jdk.incubator.vector for full speed"
                + " (-Dnnet.vector=false silences this hint)");
      }
      return present;
    }
  }
}
