package dev.nnet.compiler.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** What is ordered as one: a cluster, or all of a loop. */
  private record Item(List<Cluster> clusters, List<Unit> units) {
    int chunk() {
      return units.get(0).chunk();
    }
  }

  /** The steps, each a list of units. */
  static List<List<Unit>> group(List<Cluster> clusters) {
    List<List<Unit>> steps = new ArrayList<>();
    for (Item item : order(items(clusters))) {
      for (Unit unit : item.units()) {
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

  private static List<Item> items(List<Cluster> clusters) {
    List<Item> items = new ArrayList<>();
    Map<TimeLoop, List<Cluster>> loops = new LinkedHashMap<>();
    Map<Tensor, Item> begun = new HashMap<>();
    for (Cluster cluster : clusters) {
      if (cluster.loop() == null) {
        List<Unit> units = new ArrayList<>();
        Lowering.lower(cluster).forEach(l -> units.add(Unit.of(l, cluster.result())));
        if (cluster.part() == Cluster.Part.MORE) {
          Item item = begun.get(cluster.result());
          item.clusters().add(cluster);
          item.units().addAll(units);
        } else {
          Item item = new Item(new ArrayList<>(List.of(cluster)), units);
          begun.put(cluster.result(), item);
          items.add(item);
        }
      } else {
        loops.computeIfAbsent(cluster.loop(), l -> new ArrayList<>()).add(cluster);
      }
    }
    loops.values().forEach(l -> items.add(loop(l)));
    return items;
  }

  /** A loop: what is done once before it, its steps, and last what they leave to the next one. */
  private static Item loop(List<Cluster> clusters) {
    List<Unit> before = new ArrayList<>();
    List<Unit> steps = new ArrayList<>();
    List<Unit> next = new ArrayList<>();
    for (Cluster cluster : clusters) {
      for (Lowering.Lowered lowered : Lowering.lower(cluster)) {
        boolean last = cluster.part() == Cluster.Part.NEXT;
        List<Unit> where = lowered.loop() == null ? before : last ? next : steps;
        where.add(Unit.stepwise(lowered, cluster.result()));
      }
    }
    before.addAll(steps);
    before.addAll(next);
    return new Item(clusters, before);
  }

  private static List<Item> order(List<Item> items) {
    List<Item> left = new ArrayList<>(items);
    List<Item> ordered = new ArrayList<>();
    Map<Tensor, Set<Item>> writers = new IdentityHashMap<>();
    for (Item item : items) {
      for (Cluster c : item.clusters()) {
        writers.computeIfAbsent(c.result(), t -> new HashSet<>()).add(item);
      }
    }
    int last = -1;
    while (!left.isEmpty()) {
      Item next = next(left, writers, last);
      left.remove(next);
      writers.values().forEach(w -> w.remove(next));
      ordered.add(next);
      last = next.chunk();
    }
    return ordered;
  }

  private static Item next(List<Item> left, Map<Tensor, Set<Item>> writers, int last) {
    Item best = null;
    int bestRank = Integer.MAX_VALUE;
    for (Item item : left) {
      int rank = ready(item, writers) ? rank(item, last) : Integer.MAX_VALUE;
      if (rank < bestRank) {
        best = item;
        bestRank = rank;
      }
    }
    return best;
  }

  private static boolean ready(Item item, Map<Tensor, Set<Item>> writers) {
    for (Cluster c : item.clusters()) {
      for (Tensor operand : c.operands()) {
        Set<Item> missing = writers.getOrDefault(operand, Set.of());
        if (!missing.isEmpty() && !missing.equals(Set.of(item))) {
          return false;
        }
      }
    }
    return true;
  }

  private static int rank(Item item, int last) {
    Cluster c = item.clusters().get(0);
    boolean weightsOnly = c.operands().stream().allMatch(t -> t.region() == Region.PARAMETERS);
    boolean weight = item.clusters().size() == 1 && !c.result().batched();
    if (weight && weightsOnly || c.result().region() == Region.PREPARED) {
      return 0;
    }
    return item.chunk() == 0 ? 3 : item.chunk() == last ? 1 : 2;
  }
}
