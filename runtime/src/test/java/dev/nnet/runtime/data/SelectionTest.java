package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of data are the examples they say, also where they are told ahead. */
class SelectionTest {
  private final List<Integer> read = new ArrayList<>();
  private final List<Integer> told = new ArrayList<>();

  private final Dataset ten =
      new Dataset() {
        @Override
        public int size() {
          return 10;
        }

        @Override
        public void read(int index, Row row) {
          read.add(index);
        }

        @Override
        public void ahead(int[] order, int from, int to) {
          for (int k = from; k < to; k++) {
            told.add(order[k]);
          }
        }

        @Override
        public ClassNames classNames() {
          return ClassNames.of("kind", List.of("a"));
        }
      };

  private List<Integer> all(Dataset data) {
    read.clear();
    for (int i = 0; i < data.size(); i++) {
      data.read(i, null);
    }
    return List.copyOf(read);
  }

  @Test
  void slicesKeepTheOrder() {
    Dataset slice = ten.slice(3, 6);
    assertThat(all(slice)).containsExactly(3, 4, 5);
    assertThat(slice.classNames().of("kind")).containsExactly("a");
    slice.ahead(new int[] {2, 0, 1}, 1, 3);
    assertThat(told).containsExactly(3, 4);
    assertThatThrownBy(() -> ten.slice(3, 11)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void partsDependOnTheSeedAndShareNothing() {
    List<Integer> both = new ArrayList<>(all(ten.part(0, 0.7, 42)));
    assertThat(both).hasSize(7).isEqualTo(all(ten.part(0, 0.7, 42)));
    assertThat(both).isNotEqualTo(all(ten.part(0, 0.7, 43)));
    both.addAll(all(ten.part(0.7, 1, 42)));
    assertThat(both).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThatThrownBy(() -> ten.part(0.5, 0.4, 1)).hasMessage("the part from 0.5 to 0.4");
  }
}
