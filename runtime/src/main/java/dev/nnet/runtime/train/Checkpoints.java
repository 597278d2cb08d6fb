package dev.nnet.runtime.train;

import dev.nnet.runtime.Network;
import dev.nnet.runtime.io.TensorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files a run keeps beside its weights, so that it can be killed at any moment and go on.
 *
 * <pre>
 * lenet5.safetensors           the weights, named here, written by whoever trains
 * lenet5.checkpoint            where the run stands
 * lenet5.checkpoint.before     where it stood before that, in case the last one is damaged
 * lenet5.best.safetensors      the weights of the epoch that was best by validation
 *
 *   Checkpoints files = Checkpoints.beside(Path.of("lenet5.safetensors")).everySteps(500);
 *   try (Trainer trainer = files.exist()
 *       ? files.resume(network, System.err::println)
 *       : Trainer.create(model, "")) {
 *     files.follow(trainer);
 *     trainer.fit(train, valid);
 *   }
 * </pre>
 *
 * A checkpoint is written at the end of every epoch unless another interval is set, and always at
 * the end of the last. What cannot be written ends {@code fit} with an {@link
 * UncheckedIOException}; the last good checkpoint stays.
 */
public final class Checkpoints {
  private static final String WEIGHTS = ".safetensors";

  private final Path last;
  private final Path before;
  private final Path best;
  private long steps;
  private long nanos;
  private long begun;

  private Checkpoints(Path last, Path before, Path best) {
    this.last = last;
    this.before = before;
    this.best = best;
  }

  /** The files beside a weight file that the run will have. */
  public static Checkpoints beside(Path weights) {
    String name = weights.getFileName().toString();
    String stem =
        name.endsWith(WEIGHTS) ? name.substring(0, name.length() - WEIGHTS.length()) : name;
    return new Checkpoints(
        weights.resolveSibling(stem + ".checkpoint"),
        weights.resolveSibling(stem + ".checkpoint.before"),
        weights.resolveSibling(stem + ".best" + WEIGHTS));
  }

  /** Writes one after every so many updates, not at the end of epochs. */
  public Checkpoints everySteps(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("a checkpoint every " + count + " steps");
    }
    steps = count;
    return this;
  }

  /** Writes one when so much time has passed, not at the end of epochs. */
  public Checkpoints every(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a checkpoint every " + time);
    }
    nanos = time.toNanos();
    return this;
  }

  /** The last checkpoint. */
  public Path last() {
    return last;
  }

  /** The weights of the best epoch. */
  public Path best() {
    return best;
  }

  /** Whether there is a run to go on with. */
  public boolean exist() {
    return Files.exists(last) || Files.exists(before);
  }

  /**
   * Goes on from the last checkpoint, or from the one before if the last is damaged.
   *
   * @param report hears what is wrong with the last one
   * @throws IOException if there is none, or both are damaged or of another network
   */
  public Trainer resume(Network network, Consumer<String> report) throws IOException {
    if (!exist()) {
      throw new IOException("no checkpoint " + last + ": there is no run to go on with");
    }
    try {
      if (Files.exists(last)) {
        return Trainer.resume(network, last);
      }
    } catch (IOException e) {
      if (!Files.exists(before)) {
        throw e;
      }
      report.accept(e.getMessage() + "; going on from " + before);
    }
    return Trainer.resume(network, before);
  }

  /**
   * Writes the files of a trainer from now on.
   *
   * @throws IOException if what a killed run left cannot be removed
   */
  public void follow(Trainer trainer) throws IOException {
    TensorFile.sweep(last);
    TensorFile.sweep(best);
    begun = System.nanoTime();
    trainer.onBatch(
        p -> {
          boolean late = nanos > 0 && System.nanoTime() - begun >= nanos;
          if (late || (steps > 0 && p.step() % steps == 0)) {
            save(trainer);
          }
        });
    trainer.onEpoch(
        e -> {
          if (e.best()) {
            attempt(best, trainer.saved(), () -> trainer.model().save(best));
          }
          if ((steps == 0 && nanos == 0) || e.last()) {
            save(trainer);
          }
        });
  }

  private void save(Trainer trainer) {
    trainer.requireFinite(); // before a good one is moved
    Optional<Path> good = trainer.saved();
    boolean ours = good.filter(p -> same(p, before)).isPresent();
    if (good.filter(p -> same(p, last)).isPresent()) {
      attempt(before, good, () -> Files.move(last, before, StandardCopyOption.ATOMIC_MOVE));
      good = Optional.of(before);
      ours = true;
    }
    attempt(last, good, () -> trainer.checkpoint(last));
    if (!ours) { // that of an earlier run must not be taken for one of this run
      attempt(before, Optional.of(last), () -> Files.deleteIfExists(before));
    }
    begun = System.nanoTime();
  }

  private static boolean same(Path a, Path b) {
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }

  /** Writes a file. */
  private interface Writing {
    void run() throws IOException;
  }

  private static void attempt(Path file, Optional<Path> good, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "no such folder" : e.getMessage();
      String rest = good.map(p -> "; the last good checkpoint is " + p).orElse("");
      throw new UncheckedIOException("cannot write " + file + ": " + why + rest, e);
    }
  }
}
