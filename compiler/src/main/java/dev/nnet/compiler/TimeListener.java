package dev.nnet.compiler;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints how long each form took since the one before. */
final class TimeListener implements StageListener {
  private final PrintStream out;
  private long last = System.nanoTime();

  TimeListener(PrintStream out) {
    this.out = out;
  }

  @Override
  public void finished(String network, String stage, String program, Supplier<String> text) {
    long now = System.nanoTime();
    double millis = (now - last) / 1e6;
    out.println(
        String.format(Locale.ROOT, "%8.1f ms  %-10s %s %s", millis, stage, network, program)
            .stripTrailing());
    last = System.nanoTime();
  }
}
