package dev.nnet.runtime.image;

import dev.nnet.runtime.text.Call;
import java.util.List;

/**
 * {@code random_resized_crop(224, scale=[0.08, 1], ratio=[0.75, 1.3333])}: in training a part of
 * random area and shape, anywhere in the picture, brought to 224 x 224 pixels (C. Szegedy et al.,
 * Going Deeper with Convolutions, 2015, section 6); else the largest part in the middle that has
 * the shape of the result.
 */
final class ResizedCrop implements Stage {
  private static final int TRIES = 10;

  private final int height;
  private final int width;
  private final double[] scale;
  private final double[] ratio;
  private final Scaler scaler;
  private final Pixels part = new Pixels();

  private ResizedCrop(List<Integer> size, double[] scale, double[] ratio, Scaler scaler) {
    this.height = size.get(0);
    this.width = size.get(size.size() - 1);
    this.scale = scale;
    this.ratio = ratio;
    this.scaler = scaler;
  }

  static ResizedCrop parse(Call call) {
    return new ResizedCrop(
        Stages.size(call),
        Stages.range(call, "scale", 0.08, 1),
        Stages.range(call, "ratio", 3.0 / 4, 4.0 / 3),
        Scaler.of(call));
  }

  @Override
  public PictureSize size(PictureSize before) {
    return before.of(height, width);
  }

  @Override
  public void apply(Pixels from, Pixels to, Draws draws) {
    if (!draws.random() || !cut(from, draws)) {
      middle(from);
    }
    scaler.scale(part, to, height, width);
  }

  /** Whether a random part was found that lies inside of the picture. */
  private boolean cut(Pixels from, Draws draws) {
    double area = (double) from.height * from.width;
    double low = StrictMath.log(ratio[0]);
    double high = StrictMath.log(ratio[1]);
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * draws.between(scale[0], scale[1]);
      double shape = StrictMath.exp(draws.between(low, high));
      int w = (int) Math.rint(Math.sqrt(wanted * shape));
      int h = (int) Math.rint(Math.sqrt(wanted / shape));
      if (w > 0 && w <= from.width && h > 0 && h <= from.height) {
        int top = draws.below(from.height - h + 1);
        part.crop(from, top, draws.below(from.width - w + 1), h, w);
        return true;
      }
    }
    return false;
  }

  private void middle(Pixels from) {
    double shape = (double) width / height;
    int w = Math.max(1, Math.min(from.width, (int) Math.rint(from.height * shape)));
    int h = Math.max(1, Math.min(from.height, (int) Math.rint(from.width / shape)));
    part.crop(from, (from.height - h) / 2, (from.width - w) / 2, h, w);
  }
}
