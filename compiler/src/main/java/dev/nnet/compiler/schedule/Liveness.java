package dev.nnet.compiler.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When each tensor of the arena is written first and read last, in steps and in calls. */
final class Liveness {
  /**
   * The life of a tensor.
   *
   * @param firstCall within the first step
   * @param lastCall within the last step
   */
  record Life(Tensor tensor, int firstStep, int lastStep, int firstCall, int lastCall) {
    boolean withinOneStep() {
      return firstStep == lastStep;
    }
  }

  private Liveness() {}

  static List<Life> of(List<List<Unit>> steps) {
    Map<Tensor, Life> lives = new LinkedHashMap<>();
    for (int s = 0; s < steps.size(); s++) {
      for (int c = 0; c < steps.get(s).size(); c++) {
        for (Tensor t : steps.get(s).get(c).arguments()) {
          if (t.region() == Region.ARENA) {
            lives.merge(
                t,
                new Life(t, s, s, c, c),
                (old, now) ->
                    new Life(t, old.firstStep(), now.lastStep(), old.firstCall(), now.lastCall()));
          }
        }
      }
    }
    return new ArrayList<>(lives.values());
  }
}
