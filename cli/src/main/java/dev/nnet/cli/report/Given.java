package dev.nnet.cli.report;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Element;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Session;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import javax.imageio.ImageIO;

/**
 * What a network was given, for a reader: a picture, or numbers.
 *
 * @param picture a {@code data:} address of a PNG; empty if it is none
 * @param text empty if it is a picture
 */
public record Given(String picture, String text) {
  /** Numbers that are shown of an input. */
  private static final int NUMBERS = 24;

  /** The inputs of an example; the first picture, or all that is no picture. */
  static Given of(Session session, int slot, Model model) {
    StringJoiner text = new StringJoiner(", ");
    for (int k : model.spec().borders(Kind.INPUT)) {
      BorderSpec input = model.spec().borders().get(k);
      boolean numbers = input.element() == Element.F32;
      int all =
          numbers ? session.input(input.name()).length : session.intInput(input.name()).length;
      int count = all / session.maxBatch();
      int steps = input.ragged() ? session.steps(input.name(), slot) : 1;
      int given = input.ragged() ? steps * input.valuesPerStep() : count;
      if (!numbers) {
        int[] values = session.intInput(input.name());
        text.add(input.name() + " " + indices(values, slot * count, given, input, model));
        continue;
      }
      float[] values = session.input(input.name());
      float[] own = Arrays.copyOfRange(values, slot * count, slot * count + given);
      List<Integer> dims = input.dims();
      if (dims.size() == 3 && (dims.get(0) == 1 || dims.get(0) == 3)) {
        return new Given(png(own, dims.get(0), dims.get(1), dims.get(2)), "");
      }
      if (dims.size() == 2) {
        return new Given(png(own, 1, given / dims.get(1), dims.get(1)), "");
      }
      text.add(numbers(own, model.spec().columns(input.name())));
    }
    return new Given("", text.toString());
  }

  private static String indices(int[] values, int from, int count, BorderSpec input, Model model) {
    if (input.dims().isEmpty()) {
      return model.classNames().name(input.name(), values[from]);
    }
    StringJoiner text = new StringJoiner(" ");
    for (int i = 0; i < Math.min(count, NUMBERS); i++) {
      text.add(Integer.toString(values[from + i]));
    }
    return text + (count > NUMBERS ? " .." : "");
  }

  private static String numbers(float[] values, List<String> names) {
    StringJoiner text = new StringJoiner(", ");
    for (int i = 0; i < Math.min(values.length, NUMBERS); i++) {
      String name = names.size() == values.length ? names.get(i) + " " : "";
      text.add(name + LineChart.figure(values[i]));
    }
    return text + (values.length > NUMBERS ? ", .." : "");
  }

  /** Planes as they are given to the network, the lowest value black and the highest white. */
  private static String png(float[] planes, int channels, int height, int width) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float v : planes) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    float range = high > low ? high - low : 1;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          int plane = Math.min(c, channels - 1);
          float v = planes[(plane * height + y) * width + x];
          rgb = rgb << 8 | Math.round(255 * (v - low) / range);
        }
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture for the report", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
