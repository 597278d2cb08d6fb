package dev.nnet.runtime.image;

import dev.nnet.runtime.image.Resampling.Filter;
import dev.nnet.runtime.text.Call;
import java.util.Locale;

/** Gives pictures another size, rows first; keeps what it needs for the next picture. */
final class Scaler {
  private final Filter filter;
  private final Pixels between = new Pixels();
  private Resampling rows = new Resampling(1, 1, Filter.BILINEAR);
  private Resampling columns = rows;

  Scaler(Filter filter) {
    this.filter = filter;
  }

  /** By the argument {@code filter}: bilinear, the default, or bicubic. */
  static Scaler of(Call call) {
    String word = call.has("filter") ? call.argument("filter").toString() : "bilinear";
    for (Filter filter : Filter.values()) {
      if (filter.name().toLowerCase(Locale.ROOT).equals(word)) {
        return new Scaler(filter);
      }
    }
    throw new IllegalArgumentException(
        call.name() + ": filter is bilinear or bicubic, not " + word);
  }

  void scale(Pixels from, Pixels to, int height, int width) {
    if (!rows.fits(from.width, width)) {
      rows = new Resampling(from.width, width, filter);
    }
    if (!columns.fits(from.height, height)) {
      columns = new Resampling(from.height, height, filter);
    }
    boolean sameWidth = from.width == width;
    boolean sameHeight = from.height == height;
    if (sameWidth && sameHeight) {
      to.set(height, width, from.channels, from.bytes, 0);
    } else if (sameHeight) {
      rows.rows(from, to);
    } else if (sameWidth) {
      columns.columns(from, to);
    } else {
      rows.rows(from, between);
      columns.columns(between, to);
    }
  }
}
