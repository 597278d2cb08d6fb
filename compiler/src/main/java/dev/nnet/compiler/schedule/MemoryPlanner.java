package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.schedule.Liveness.Life;
import dev.nnet.compiler.schedule.MemoryPlan.Block;
import dev.nnet.compiler.schedule.MemoryPlan.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every tensor of the arena an offset: the largest first, each at the lowest place that is
 * free during its life (greedy by size, Pisarchyk and Lee, "Efficient Memory Management for Deep
 * Neural Net Inference", 2020, section 4).
 */
final class MemoryPlanner {
  private MemoryPlanner() {}

  static MemoryPlan plan(List<List<Unit>> steps) {
    List<Block> open = new ArrayList<>();
    for (Life life : Liveness.of(steps)) {
      open.add(block(life, steps));
    }
    List<Block> bySize = new ArrayList<>(open);
    bySize.sort(Comparator.comparingLong(Block::size).reversed());
    List<Block> placed = new ArrayList<>();
    for (Block b : bySize) {
      placed.add(place(b, placed));
    }
    Map<Tensor, Place> places = new LinkedHashMap<>();
    for (Block b : placed) {
      places.put(b.tensor(), place(b));
    }
    return new MemoryPlan(
        places,
        placed,
        end(placed, Part.FIXED),
        end(placed, Part.BATCHED),
        end(placed, Part.SCRATCH));
  }

  private static Block block(Life life, List<List<Unit>> steps) {
    Tensor t = life.tensor();
    long size = t.layout().reserved();
    int chunk = steps.get(life.firstStep()).get(0).chunk();
    if (t.batched() && life.withinOneStep() && chunk > 0) {
      return new Block(
          t, Part.SCRATCH, life.firstStep(), life.firstCall(), life.lastCall(), 0, size * chunk);
    }
    // a batched tensor's examples lie layout.size() apart: its slice must be exactly that long
    long slice = t.batched() ? t.layout().size() : size;
    Part part = t.batched() ? Part.BATCHED : Part.FIXED;
    return new Block(t, part, -1, life.firstStep(), life.lastStep(), 0, slice);
  }

  private static Block place(Block b, List<Block> placed) {
    long offset = first(b.part());
    boolean moved = true;
    while (moved) {
      moved = false;
      Block candidate = at(b, offset);
      for (Block other : placed) {
        if (other.conflicts(candidate) && other.overlaps(candidate)) {
          long end = other.offset() + other.size();
          offset = line(b.part(), Capacity.larger(offset, end));
          moved = true;
          break;
        }
      }
    }
    return at(b, offset);
  }

  private static Block at(Block b, long offset) {
    return new Block(b.tensor(), b.part(), b.step(), b.first(), b.last(), offset, b.size());
  }

  private static Place place(Block b) {
    switch (b.part()) {
      case FIXED:
        return new Place.Fixed(b.offset());
      case BATCHED:
        return new Place.Batched(b.offset());
      default:
        return new Place.Scratch(b.offset(), b.tensor().layout().size());
    }
  }

  private static long end(List<Block> blocks, Part part) {
    long end = first(part);
    for (Block b : blocks) {
      end = b.part() == part ? Capacity.larger(end, b.offset() + b.size()) : end;
    }
    return line(part, end);
  }

  private static long first(Part part) {
    return part == Part.FIXED ? Layout.FIRST_LINE : 0;
  }

  /** The next place at which a line of the cache may begin. */
  private static long line(Part part, long offset) {
    long first = first(part);
    long lines = (offset - first + Layout.LANES - 1) / Layout.LANES;
    return first + lines * Layout.LANES;
  }
}
