package dev.nnet.compiler.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Orders clusters and joins neighbours that run over the batch into fused steps.
 *
 * <pre>
 * conv  tanh  pool | dense  tanh  loss | sum over the batch
 * chunk 1          | chunk 16          | a step of its own
 * </pre>
 *
 * What only depends on parameters (packed weights) comes first; then, as long as something that
 * runs over the batch like the last unit is ready, it is next, so that steps are as long as
 * possible.
 */
final class Grouping {
  private Grouping() {}

  /** The steps, each a list of units. */
  static List<List<Unit>> group(List<Cluster> clusters) {
    Map<Cluster, List<Unit>> units = new IdentityHashMap<>();
    for (Cluster cluster : clusters) {
      List<Unit> lowered = new ArrayList<>();
      Lowering.lower(cluster).forEach(l -> lowered.add(Unit.of(l, cluster.result())));
      units.put(cluster, lowered);
    }
    List<List<Unit>> steps = new ArrayList<>();
    for (Cluster cluster : order(clusters, c -> units.get(c).get(0).chunk())) {
      for (Unit unit : units.get(cluster)) {
        List<Unit> last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        if (last != null && unit.chunk() > 0 && last.get(0).chunk() == unit.chunk()) {
          last.add(unit);
        } else {
          steps.add(new ArrayList<>(List.of(unit)));
        }
      }
    }
    return steps;
  }

  private static List<Cluster> order(List<Cluster> clusters, ToIntFunction<Cluster> chunks) {
    List<Cluster> left = new ArrayList<>(clusters);
    List<Cluster> ordered = new ArrayList<>();
    Set<Tensor> missing = new HashSet<>();
    clusters.forEach(c -> missing.add(c.result()));
    int last = -1;
    while (!left.isEmpty()) {
      Cluster next = next(left, missing, chunks, last);
      left.remove(next);
      missing.remove(next.result());
      ordered.add(next);
      last = chunks.applyAsInt(next);
    }
    return ordered;
  }

  private static Cluster next(
      List<Cluster> left, Set<Tensor> missing, ToIntFunction<Cluster> chunks, int last) {
    Cluster best = null;
    int bestRank = Integer.MAX_VALUE;
    for (Cluster c : left) {
      boolean ready = c.operands().stream().noneMatch(missing::contains);
      int rank = !ready ? Integer.MAX_VALUE : rank(c, chunks.applyAsInt(c), last);
      if (rank < bestRank) {
        best = c;
        bestRank = rank;
      }
    }
    return best;
  }

  private static int rank(Cluster c, int chunk, int last) {
    boolean weightsOnly = c.operands().stream().allMatch(t -> t.region() == Region.PARAMETERS);
    if (weightsOnly || c.result().region() == Region.PREPARED) {
      return 0;
    }
    return chunk == 0 ? 3 : chunk == last ? 1 : 2;
  }
}
