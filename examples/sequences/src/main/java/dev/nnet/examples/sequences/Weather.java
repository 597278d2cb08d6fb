package dev.nnet.examples.sequences;

import dev.nnet.runtime.data.Csv;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns tomorrow's highest temperature from the weather of 2012 to 2014 and is measured on 2015.
 *
 * <pre>
 * Weather examples/sequences/data/seattle-weather.csv
 * </pre>
 */
public final class Weather {
  private static final int DAYS = 14;

  private final List<LocalDate> dates;
  private final float[] highest;
  private final List<float[]> features = new ArrayList<>();
  private final double mean;
  private final double deviation;

  Weather(Path file, int testYear) throws IOException {
    Csv table = Csv.read(file);
    dates = table.column("date").stream().map(LocalDate::parse).toList();
    highest = table.numbers("temp_max");
    int learned = (int) dates.stream().filter(d -> d.getYear() < testYear).count();
    mean = mean(highest, learned);
    deviation = deviation(highest, learned);
    float[] lowest = standardised(table.numbers("temp_min"), learned);
    float[] wind = standardised(table.numbers("wind"), learned);
    float[] rain = table.numbers("precipitation");
    for (int i = 0; i < rain.length; i++) {
      rain[i] = (float) Math.sqrt(rain[i]);
    }
    float[] root = standardised(rain, learned);
    float[] high = standardised(highest, learned);
    for (int i = 0; i < high.length; i++) {
      double year = 2 * Math.PI * dates.get(i).getDayOfYear() / dates.get(i).lengthOfYear();
      float sine = (float) Math.sin(year);
      float cosine = (float) Math.cos(year);
      features.add(new float[] {high[i], lowest[i], wind[i], root[i], sine, cosine});
    }
  }

  private static double mean(float[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum / count;
  }

  private static double deviation(float[] values, int count) {
    double mean = mean(values, count);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (values[i] - mean) * (values[i] - mean);
    }
    return Math.sqrt(sum / count);
  }

  /** Values with mean 0 and deviation 1 over the first {@code count}, which are learned from. */
  private static float[] standardised(float[] values, int count) {
    double mean = mean(values, count);
    double deviation = deviation(values, count);
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) ((values[i] - mean) / deviation);
    }
    return result;
  }

  /** The two weeks before each day of these years, with its highest temperature. */
  List<Tomorrow.Sample> samples(int fromYear, int toYear) {
    List<Tomorrow.Sample> samples = new ArrayList<>();
    for (int i = DAYS; i < dates.size(); i++) {
      int year = dates.get(i).getYear();
      if (year >= fromYear && year <= toYear) {
        samples.add(new Tomorrow.Sample(history(i), new float[] {features.get(i)[0]}));
      }
    }
    return samples;
  }

  private float[] history(int day) {
    int width = features.get(0).length;
    float[] history = new float[DAYS * width];
    for (int t = 0; t < DAYS; t++) {
      System.arraycopy(features.get(day - DAYS + t), 0, history, t * width, width);
    }
    return history;
  }

  /** Root of the mean squared error in degrees, where tomorrow is foreseen as today. */
  double persistence(int year) {
    double sum = 0;
    int count = 0;
    for (int i = 1; i < dates.size(); i++) {
      if (dates.get(i).getYear() == year) {
        sum += Math.pow(highest[i] - highest[i - 1], 2);
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  /** Trains on the years before and gives the root of the mean squared error of a year. */
  double error(int year, int epochs) {
    try (Tomorrow.Trainer trainer = Tomorrow.create(1).trainer()) {
      trainer.epochs(epochs);
      trainer.fit(Tomorrow.dataset(samples(2012, year - 1)));
      double mse = trainer.evaluate(Tomorrow.dataset(samples(year, year))).loss();
      return Math.sqrt(mse) * deviation;
    }
  }

  /**
   * The program.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: Weather seattle-weather.csv");
      System.exit(2);
    }
    Weather weather = new Weather(Path.of(arguments[0]), 2015);
    System.out.printf("tomorrow as today: %.3f degrees%n", weather.persistence(2015));
    System.out.printf("the network:       %.3f degrees%n", weather.error(2015, 30));
  }
}
