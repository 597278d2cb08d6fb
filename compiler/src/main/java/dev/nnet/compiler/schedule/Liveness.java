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
        int from = inLoop(steps.get(s), c, -1);
        int to = inLoop(steps.get(s), c, 1);
        for (Tensor t : steps.get(s).get(c).arguments()) {
          if (t.region() == Region.ARENA) {
            lives.merge(t, new Life(t, s, s, from, to), Liveness::join);
          }
        }
      }
    }
    return new ArrayList<>(lives.values());
  }

  private static Life join(Life old, Life now) {
    boolean same = old.lastStep == now.lastStep;
    int last = same ? Math.max(old.lastCall, now.lastCall) : now.lastCall;
    return new Life(old.tensor, old.firstStep, now.lastStep, old.firstCall, last);
  }

  /** The first or the last call of the loop around a call: what a loop touches lives as long. */
  private static int inLoop(List<Unit> units, int call, int towards) {
    TimeLoop loop = units.get(call).loop();
    int end = call;
    while (loop != null
        && end + towards >= 0
        && end + towards < units.size()
        && units.get(end + towards).loop() == loop) {
      end += towards;
    }
    return end;
  }
}
