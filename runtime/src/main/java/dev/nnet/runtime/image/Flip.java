package dev.nnet.runtime.image;

import dev.nnet.runtime.text.Call;

/** {@code random_flip(p=0.5)}: in training, left and right are exchanged with probability p. */
final class Flip implements Stage {
  private final double probability;

  private Flip(double probability) {
    this.probability = probability;
  }

  static Flip parse(Call call) {
    return new Flip(Stages.number(call, "p", 0.5, 1));
  }

  @Override
  public PictureSize size(PictureSize before) {
    return before;
  }

  @Override
  public void apply(Pixels from, Pixels to, Draws draws) {
    if (!draws.random() || draws.between(0, 1) >= probability) {
      to.set(from.height, from.width, from.channels, from.bytes, 0);
      return;
    }
    to.resize(from.height, from.width, from.channels);
    for (int row = 0; row < from.height; row++) {
      for (int column = 0; column < from.width; column++) {
        int source = from.at(row, from.width - 1 - column);
        System.arraycopy(from.bytes, source, to.bytes, to.at(row, column), from.channels);
      }
    }
  }
}
