package dev.nnet.runtime.image;

import dev.nnet.runtime.text.Call;
import java.util.List;

/**
 * A part of a picture: {@code center_crop(224)}, or in training anywhere with {@code
 * random_crop(224, padding=4)}, where the picture has a black margin of 4 pixels first.
 */
final class Crop implements Stage {
  private final String call;
  private final int height;
  private final int width;
  private final int padding;
  private final boolean random;

  private Crop(Call call, int padding, boolean random) {
    List<Integer> size = Stages.size(call);
    this.call = call.name();
    this.height = size.get(0);
    this.width = size.get(size.size() - 1);
    this.padding = padding;
    this.random = random;
  }

  static Crop center(Call call) {
    return new Crop(call, 0, false);
  }

  static Crop random(Call call) {
    return new Crop(call, (int) Stages.number(call, "padding", 0, 1 << 15), true);
  }

  @Override
  public PictureSize size(PictureSize before) {
    boolean tooLow = before.height() != PictureSize.ANY && room(before.height(), height) < 0;
    boolean tooNarrow = before.width() != PictureSize.ANY && room(before.width(), width) < 0;
    if (tooLow || tooNarrow) {
      throw new IllegalArgumentException(
          call
              + " of "
              + height
              + " x "
              + width
              + " pixels does not fit into a picture "
              + before
              + "; resize it first");
    }
    return before.of(height, width);
  }

  private int room(int side, int wanted) {
    return side + 2 * padding - wanted;
  }

  @Override
  public void apply(Pixels from, Pixels to, Draws draws) {
    size(new PictureSize(from.height, from.width, from.channels));
    int top = place(room(from.height, height), draws);
    int left = place(room(from.width, width), draws);
    to.crop(from, top, left, height, width);
  }

  private int place(int room, Draws draws) {
    int margin = random && draws.random() ? draws.below(room + 1) : (int) Math.rint(room / 2.0);
    return margin - padding;
  }
}
