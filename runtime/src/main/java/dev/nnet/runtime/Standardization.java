package dev.nnet.runtime;

/**
 * An input that is given mean 0 and deviation 1 over the training data, channel by channel: the
 * colours of pictures, or the columns of a table. What was learned is kept with the weights.
 *
 * @param border the input
 * @param channels how many have a mean of their own
 * @param run how many values of a channel lie side by side: the pixels of a picture, or 1
 */
public record Standardization(String border, int channels, int run) {
  /** The path of the mean of each channel, 0 while nothing was learned. */
  public String meanPath() {
    return border + ".mean";
  }

  /** The path of the standard deviation of each channel, 1 while nothing was learned. */
  public String deviationPath() {
    return border + ".std";
  }
}
