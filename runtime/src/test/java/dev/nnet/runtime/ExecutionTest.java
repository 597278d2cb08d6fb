package dev.nnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.parallel.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How steps are shared out: every unit once, cuts at the grain, no barrier where none is needed.
 */
class ExecutionTest {
  private final ModelSpec spec =
      new ModelSpec(
          "Steps", "steps.nnet", List.of(), 0, List.of(), List.of(), List.of(), List.of());
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  /** Step 0: two units per example, in pieces of three; step 1: serial; step 2: fails on demand. */
  private class Recorded extends Program {
    private boolean fails;

    @Override
    public int steps() {
      return 3;
    }

    @Override
    public int extent(int step, int batch) {
      return step == 0 ? 2 * batch : 1;
    }

    @Override
    public int grain(int step) {
      return step == 0 ? 3 : 1;
    }

    @Override
    public void run(int step, Memory memory, int batch, int from, int to, int worker) {
      if (fails && step == 0) {
        throw new IllegalStateException("step " + step);
      }
      ranges.add(step + ":" + from + "-" + to);
      memory.arena[memory.maxBatch() - 1] = batch;
    }

    @Override
    public int fixedFloats(int capacity) {
      return 0;
    }

    @Override
    public int floatsPerExample(int capacity) {
      return 1;
    }

    @Override
    public int scratchFloats(int capacity) {
      return 5;
    }

    @Override
    public int rows() {
      return 2;
    }

    @Override
    public int rowLength() {
      return 3;
    }
  }

  /** The same with an example in step 1, which workers can share by its three parts. */
  private class Divided extends Recorded {
    @Override
    public int extent(int step, int batch) {
      return step == 1 ? batch : super.extent(step, batch);
    }

    @Override
    public int parts() {
      return 5;
    }

    @Override
    public int stepOf(int part) {
      return part == 0 ? 0 : part == 4 ? 2 : 1;
    }

    @Override
    public int round(int step) {
      return step == 1 ? 2 : 0;
    }

    @Override
    public int pieces(int part) {
      return part == 2 ? 1 : 6;
    }

    @Override
    public int pieceGrain(int part) {
      return part == 1 ? 3 : 4;
    }

    @Override
    public void part(
        int part, Memory memory, int batch, int from, int to, int turn, int share, int shares) {
      ranges.add("1." + part + ":" + from + "-" + to + "/" + share + "of" + shares);
    }
  }

  /** The same with a loop around the last two of the three. */
  private final class Looped extends Divided {
    int turns = 2;

    @Override
    public int loopEnd(int part) {
      return part == 2 || part == 3 ? 4 : 0;
    }

    @Override
    public int turns(int part, Memory memory) {
      return loopEnd(part) > 0 ? turns : 1;
    }

    @Override
    public void part(
        int part, Memory memory, int batch, int from, int to, int turn, int share, int shares) {
      ranges.add(part + "/" + turn + "/" + share);
    }
  }

  private final Recorded program = new Recorded();

  private Memory memory(int workers) {
    return new Memory(spec, program, new float[0], new float[0], 8, workers);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4, 0:0-8 1:0-1 2:0-1",
    "2, 4, 0:0-3 0:3-8 1:0-1 2:0-1",
    "4, 4, 0:0-3 0:3-6 0:6-8 1:0-1 2:0-1",
    "4, 8, 0:0-3 0:12-16 0:3-9 0:9-12 1:0-1 2:0-1",
    "4, 1, 0:0-2 1:0-1 2:0-1"
  })
  void sharesTheUnitsInWholeGrains(int size, int batch, String expected) {
    try (Workers workers = new Workers(size)) {
      new Execution(program, memory(size), workers).run(batch);
    }
    assertThat(ranges.stream().sorted()).containsExactlyInAnyOrder(expected.split(" "));
    assertThat(ranges.get(ranges.size() - 1)).isEqualTo("2:0-1");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1:0-1",
    "2, 1, 1.1:0-1/0of2 1.1:0-1/1of2 1.2:0-1/0of1 1.3:0-1/0of1",
    "3, 3, 1.1:0-2/0of3 1.1:0-2/1of3 1.1:0-2/2of3 1.2:0-2/0of1 1.3:0-2/0of3 1.3:0-2/1of3"
        + " 1.3:0-2/2of3 1.1:2-3/0of2 1.1:2-3/1of2 1.2:2-3/0of1 1.3:2-3/0of1",
    "2, 3, 1:0-1 1:1-3"
  })
  void sharesAnExampleWhereThereAreFewerThanWorkers(int size, int batch, String expected) {
    try (Workers workers = new Workers(size)) {
      new Execution(new Divided(), memory(size), workers).run(batch);
    }
    List<String> inside = ranges.stream().filter(r -> r.startsWith("1")).sorted().toList();
    assertThat(inside).containsExactlyInAnyOrder(expected.split(" "));
    assertThat(ranges.get(ranges.size() - 1)).isEqualTo("2:0-1");
    List<String> order =
        ranges.stream()
            .filter(r -> r.startsWith("1."))
            .map(r -> r.substring(r.indexOf(':') + 1, r.indexOf('-')) + r.charAt(2))
            .toList();
    assertThat(order).as("first example and part").isSorted();
  }

  @Test
  void turnsALoopAsOftenAsTheExamplesOfEachRunAreLong() {
    Looped looped = new Looped();
    try (Workers workers = new Workers(2)) {
      Execution execution = new Execution(looped, memory(2), workers);
      for (int turns : new int[] {2, 1, 3}) {
        looped.turns = turns;
        ranges.clear();
        execution.run(1);
        List<String> parts = ranges.stream().filter(r -> r.contains("/")).toList();
        List<String> expected = new ArrayList<>(List.of("1/0/0", "1/0/1"));
        for (int turn = 0; turn < turns; turn++) {
          expected.addAll(List.of("2/" + turn + "/0", "3/" + turn + "/0"));
        }
        assertThat(parts).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(parts.subList(2, parts.size()))
            .containsExactlyElementsOf(expected.subList(2, expected.size()));
        assertThat(ranges.get(ranges.size() - 1)).isEqualTo("2:0-1");
      }
    }
  }

  @Test
  void clearsTheExamplesOnlyWhenTheBatchChanges() {
    Memory memory = memory(1);
    Execution execution = new Execution(program, memory, new Workers(1));
    execution.run(3);
    memory.arena[0] = 7;
    memory.arena[9] = 7;
    execution.run(3);
    assertThat(memory.arena[0]).isEqualTo(7);
    execution.run(2);
    assertThat(memory.arena[0]).isZero();
    assertThat(memory.arena[9]).as("scratch").isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void worksAgainAfterAStepFailed(int size) {
    try (Workers workers = new Workers(size)) {
      Execution execution = new Execution(program, memory(size), workers);
      program.fails = true;
      assertThatThrownBy(() -> execution.run(8)).hasMessage("step 0");
      program.fails = false;
      ranges.clear();
      execution.run(8);
      assertThat(ranges).contains("2:0-1");
    }
  }

  @Test
  void memoryGivesEachWorkerScratchOfItsOwn() {
    Memory memory = memory(3);
    assertThat(memory.arena).hasSize(8 + 3 * 5);
    assertThat(memory.scratchBase(0)).isEqualTo(8);
    assertThat(memory.scratchBase(2)).isEqualTo(18);
    assertThat(memory.rows).hasDimensions(3, 2);
    assertThat(memory.rows[2][1]).hasSize(3);
  }

  @Test
  void memoryRefusesSizesThatCannotBe() {
    float[] none = {};
    assertThatThrownBy(() -> new Memory(spec, program, none, none, 0, 1))
        .hasMessage("a batch of 0 on 1 threads: both start at 1");
    assertThatThrownBy(() -> new Memory(spec, program, none, none, 1, 0))
        .hasMessage("a batch of 1 on 0 threads: both start at 1");
    assertThatThrownBy(() -> new Memory(spec, program, new float[2], none, 1, 1))
        .hasMessage("Steps: 2 parameter and 0 gradient floats, 0 expected");
    assertThatThrownBy(() -> new Memory(spec, program, none, none, Integer.MAX_VALUE, 1))
        .hasMessage("Steps: a batch of 2147483647 needs 2147483652 floats in one array");
  }

  @Test
  void refusesABatchItHasNoRoomFor() {
    Execution execution = new Execution(program, memory(1), new Workers(1));
    assertThatThrownBy(() -> execution.run(9)).hasMessage("a batch of 9 is not in 1..8");
    assertThatThrownBy(() -> execution.run(0)).hasMessage("a batch of 0 is not in 1..8");
  }
}
