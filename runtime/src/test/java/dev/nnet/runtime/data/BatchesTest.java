package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.PictureRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every example once per epoch, in an order that seed and epoch fix. */
class BatchesTest {
  private static final int SIZE = 10;

  private final PictureRows rows = new PictureRows(4);

  /** Each picture is full of its own index. */
  private static Dataset data(int size) {
    float[] pixels = new float[4 * size];
    int[] digits = new int[size];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = k / 4;
      digits[k / 4] = k / 4 % 10;
    }
    return new ArrayDataset(size).with("image", pixels).with("digit", digits);
  }

  private List<Integer> visited(Batches batches, Dataset data) {
    List<Integer> visited = new ArrayList<>();
    for (int number = 0; number < batches.count(); number++) {
      int examples = batches.fill(data, rows.row(), number);
      for (int i = 0; i < examples; i++) {
        visited.add((int) rows.images()[4 * i]);
        assertThat(rows.digits()[i]).isEqualTo(visited.get(visited.size() - 1) % 10);
      }
    }
    return visited;
  }

  private List<Integer> shuffled(int size, long seed, int epoch) {
    Batches batches = new Batches(4);
    batches.shuffled(data(size), seed, epoch);
    return visited(batches, data(size));
  }

  @Test
  void cutsWholeBatchesAndALastSmallerOne() {
    Batches batches = new Batches(4);
    batches.inOrder(SIZE);
    assertThat(batches.count()).isEqualTo(3);
    assertThat(batches.fill(data(SIZE), rows.row(), 0)).isEqualTo(4);
    assertThat(batches.fill(data(SIZE), rows.row(), 1)).isEqualTo(4);
    assertThat(batches.fill(data(SIZE), rows.row(), 2)).isEqualTo(2);
    assertThat(rows.images()).containsExactly(8, 8, 8, 8, 9, 9, 9, 9, 6, 6, 6, 6, 7, 7, 7, 7);
    assertThat(visited(batches, data(SIZE))).isEqualTo(IntStream.range(0, SIZE).boxed().toList());
  }

  @Test
  void countsBatchesWithoutOverflow() {
    assertThat(Batches.count(8, 4)).isEqualTo(2);
    assertThat(Batches.count(9, 4)).isEqualTo(3);
    assertThat(Batches.count(3, 4)).isEqualTo(1);
    assertThat(Batches.count(0, 4)).isZero();
    assertThat(Batches.count(Integer.MAX_VALUE, 2)).isEqualTo(1 << 30);
  }

  @Test
  void visitsEveryExampleOnceInAShuffledEpoch() {
    List<Integer> order = shuffled(SIZE, 1, 0);
    assertThat(order).isNotEqualTo(IntStream.range(0, SIZE).boxed().toList());
    Collections.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, SIZE).boxed().toList());
  }

  @Test
  void ordersAsSeedAndEpochSay() {
    List<Integer> order = shuffled(SIZE, 1, 2);
    assertThat(shuffled(SIZE, 1, 2)).isEqualTo(order);
    assertThat(shuffled(SIZE, 1, 3)).isNotEqualTo(order);
    assertThat(shuffled(SIZE, 2, 2)).isNotEqualTo(order);
    Batches reused = new Batches(4);
    reused.shuffled(data(7), 9, 9);
    reused.shuffled(data(SIZE), 1, 2);
    assertThat(visited(reused, data(SIZE))).isEqualTo(order);
  }

  /** Example k of these has length k % 50 + 1. */
  private static Dataset ofLengths(int size) {
    Dataset plain = data(size);
    return Dataset.of(IntStream.range(0, size).boxed().toList(), plain::read, k -> k % 50 + 1);
  }

  private List<Integer> bucketed(int size, long seed, int epoch) {
    Batches batches = new Batches(4);
    batches.shuffled(ofLengths(size), seed, epoch);
    return visited(batches, ofLengths(size));
  }

  @Test
  void examplesOfLikeLengthComeTogether() {
    int size = 1002;
    List<Integer> order = bucketed(size, 1, 0);
    assertThat(order.stream().sorted().toList())
        .isEqualTo(IntStream.range(0, size).boxed().toList());
    int padding = 0;
    int shuffledPadding = 0;
    List<Integer> without = shuffled(size, 1, 0);
    for (int from = 0; from < size; from += 4) {
      padding += padding(order.subList(from, Math.min(size, from + 4)));
      shuffledPadding += padding(without.subList(from, Math.min(size, from + 4)));
    }
    assertThat(padding * 10).isLessThan(shuffledPadding);
    List<Integer> firsts = IntStream.range(0, 50).mapToObj(k -> order.get(4 * k) % 50).toList();
    assertThat(firsts).isNotEqualTo(firsts.stream().sorted().toList());
    assertThat(bucketed(size, 1, 0)).isEqualTo(order);
    assertThat(bucketed(size, 1, 1)).isNotEqualTo(order);
    assertThat(bucketed(size, 2, 0)).isNotEqualTo(order);
  }

  private static int padding(List<Integer> batch) {
    int longest = batch.stream().mapToInt(k -> k % 50).max().orElse(0);
    return batch.stream().mapToInt(k -> longest - k % 50).sum();
  }

  @Test
  void demandsEveryBorderOfEveryExample() {
    Batches batches = new Batches(4);
    batches.inOrder(3);
    Dataset halfBlind =
        Dataset.of(
            List.of(0, 1, 2),
            (sample, row) -> {
              row.put("digit", sample);
              if (sample != 1) {
                row.put("image", new float[4]);
              }
            });
    assertThatThrownBy(() -> batches.fill(halfBlind, rows.row(), 0))
        .hasMessage("Pictures.fit: sample 1: image is missing (pictures.nnet:2:7)");
  }

  @Test
  void slicesHaveTheirOwnNumbers() {
    Dataset slice = data(SIZE).slice(3, 6);
    Batches batches = new Batches(4);
    batches.inOrder(slice.size());
    assertThat(visited(batches, slice)).containsExactly(3, 4, 5);
    assertThatThrownBy(() -> slice.read(3, rows.row().at(0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data(SIZE).slice(3, 11)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesArraysThatCannotBeShared() {
    assertThatThrownBy(() -> new ArrayDataset(3).with("x", new float[7]))
        .hasMessage("x: 7 values cannot be shared by 3 examples");
    assertThatThrownBy(() -> new ArrayDataset(0).with("x", new int[0]))
        .hasMessage("x: 0 values cannot be shared by 0 examples");
    assertThatThrownBy(() -> data(SIZE).read(SIZE, rows.row().at(0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
