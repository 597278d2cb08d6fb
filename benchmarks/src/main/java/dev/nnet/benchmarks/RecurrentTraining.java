package dev.nnet.benchmarks;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.train.Trainer;
import java.util.Arrays;

/** A training step at batch 32 beside PyTorch: time in turns, and peak memory of each alone. */
final class RecurrentTraining {
  static final String PEER = Entrant.TRAINING_REFERENCE;

  private static final int BATCH = 32;
  private static final int STEPS = Recurrent.STEPS;

  private RecurrentTraining() {}

  /** Times both, if their first losses agree; later PyTorch's second bias makes them differ. */
  static void compare(String kind, Model model, int threads) throws Exception {
    int[] words = Recurrent.words(BATCH);
    int[] next = next(words);
    try (RecurrentPyTorch peer = new RecurrentPyTorch(model.weights(), kind, threads);
        Trainer ours = Trainer.create(model, "").threads(threads)) {
      float mine = step(ours, words, next);
      double theirs = peer.step(words, next, BATCH);
      if (!(Math.abs(mine - theirs) <= Agreement.TOLERANCE)) {
        throw new IllegalStateException(kind + " losses differ: " + mine + ", " + theirs);
      }
      Recurrent.warm(() -> step(ours, words, next));
      Recurrent.warm(() -> peer.step(words, next, BATCH));
      Recurrent.report(
          "training step, batch " + BATCH + ", us",
          PEER,
          () -> step(ours, words, next),
          () -> peer.step(words, next, BATCH));
    }
  }

  /** Trains for some seconds and prints the largest resident set of the process. */
  static void alone(String kind, String who, int threads) throws Exception {
    Model model = Model.create(Recurrent.network(kind + "(256)"), 1);
    int[] words = Recurrent.words(BATCH);
    int[] next = next(words);
    if (who.equals(PEER)) {
      try (RecurrentPyTorch peer = new RecurrentPyTorch(model.weights(), kind, threads)) {
        Recurrent.warm(() -> peer.step(words, next, BATCH));
      }
    } else {
      try (Trainer ours = Trainer.create(model, "").threads(threads)) {
        Recurrent.warm(() -> step(ours, words, next));
      }
    }
    Recurrent.print("peak memory, training, MB", who, Spread.of(Worker.peakKilobytes() / 1024.0));
  }

  private static float step(Trainer trainer, int[] words, int[] next) {
    for (int i = 0; i < BATCH; i++) {
      trainer.row(i).put("words", words, i * STEPS, STEPS);
      trainer.row(i).put("next", next, i * STEPS, STEPS);
    }
    return trainer.step(BATCH);
  }

  /** The texts one character further. */
  private static int[] next(int[] words) {
    int[] next = Arrays.copyOfRange(words, 1, words.length + 1);
    next[next.length - 1] = 0;
    return next;
  }
}
