package dev.nnet.runtime.image;

import dev.nnet.runtime.text.Call;
import java.util.List;

/**
 * {@code resize(256)} makes the shorter side 256 pixels long and keeps the shape; {@code
 * resize([224, 320])} gives height and width.
 */
final class Resize implements Stage {
  private final List<Integer> size;
  private final Scaler scaler;

  private Resize(List<Integer> size, Scaler scaler) {
    this.size = size;
    this.scaler = scaler;
  }

  static Resize parse(Call call) {
    return new Resize(Stages.size(call), Scaler.of(call));
  }

  @Override
  public PictureSize size(PictureSize before) {
    if (size.size() == 2) {
      return before.of(size.get(0), size.get(1));
    }
    if (!before.known()) {
      return before.of(PictureSize.ANY, PictureSize.ANY);
    }
    int shorter = Math.min(before.height(), before.width());
    return before.of(longer(before.height(), shorter), longer(before.width(), shorter));
  }

  private int longer(int side, int shorter) {
    return Math.toIntExact((long) size.get(0) * side / shorter);
  }

  @Override
  public void apply(Pixels from, Pixels to, Draws draws) {
    PictureSize after = size(new PictureSize(from.height, from.width, from.channels));
    scaler.scale(from, to, after.height(), after.width());
  }
}
