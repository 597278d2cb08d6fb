package dev.nnet.compiler;

import dev.nnet.compiler.source.Source;
import java.util.function.Supplier;

/** Hears of every form as it is made: the only hook, for explain, dumps and timing. */
public interface StageListener {
  /**
   * A form is finished.
   *
   * @param network its network; empty for a whole file
   * @param stage {@code ast}, {@code graph}, {@code gradient}, {@code optimised}, {@code kernels},
   *     {@code memory} or {@code bytecode}
   * @param program {@code inference}, {@code training}, ..; empty before programs part
   * @param text how the form prints itself; made only if asked for
   */
  void finished(String network, String stage, String program, Supplier<String> text);

  /** A file was read: the one compiled, and those it imports. Names are paths. */
  default void read(Source file) {}

  /** Both hear. */
  default StageListener and(StageListener other) {
    StageListener first = this;
    return new StageListener() {
      @Override
      public void finished(String network, String stage, String program, Supplier<String> text) {
        first.finished(network, stage, program, text);
        other.finished(network, stage, program, text);
      }

      @Override
      public void read(Source file) {
        first.read(file);
        other.read(file);
      }
    };
  }

  /** Hears nothing. */
  StageListener NONE = (network, stage, program, text) -> {};
}
