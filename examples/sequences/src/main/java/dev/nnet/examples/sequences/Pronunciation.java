package dev.nnet.examples.sequences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns where the stress of English words lies, from the sounds of CMUdict, whose vowels end in a
 * digit: {@code "garden": "G AA1 R D AH0 N"}. Of twenty words seventeen are learned from, two are
 * tested on.
 *
 * <pre>
 * Pronunciation package/index.js stress.safetensors
 * </pre>
 */
public final class Pronunciation {
  private static final Pattern ENTRY = Pattern.compile("\"([^\"]+)\": \"([A-Z0-9 ]+)");

  /** Consonant, vowel without stress, main stress, lesser stress. */
  private static final String MARKS = "012";

  private final List<String> sounds;
  private final List<Stress.Sample> train = new ArrayList<>();
  private final List<Stress.Sample> test = new ArrayList<>();

  Pronunciation(Path dictionary) throws IOException {
    List<String[]> words = new ArrayList<>();
    TreeSet<String> all = new TreeSet<>();
    for (String line : Files.readAllLines(dictionary)) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.find()) {
        String[] word = entry.group(2).strip().split(" +");
        words.add(word);
        for (String sound : word) {
          all.add(sound.replaceAll("[0-9]", ""));
        }
      }
    }
    sounds = List.copyOf(all);
    for (int i = 0; i < words.size(); i++) {
      int part = i % 20;
      if (part < 17) {
        train.add(sample(words.get(i)));
      } else if (part < 19) {
        test.add(sample(words.get(i)));
      }
    }
  }

  private Stress.Sample sample(String[] word) {
    int[] heard = new int[word.length];
    int[] stress = new int[word.length];
    for (int i = 0; i < word.length; i++) {
      char last = word[i].charAt(word[i].length() - 1);
      int mark = MARKS.indexOf(last);
      heard[i] = sounds.indexOf(word[i].replaceAll("[0-9]", ""));
      stress[i] = mark + 1;
    }
    return new Stress.Sample(heard, stress);
  }

  List<Stress.Sample> train() {
    return train;
  }

  List<Stress.Sample> test() {
    return test;
  }

  /** The share of words of which every sound is marked rightly. */
  static double words(Stress net, List<Stress.Sample> samples) {
    int right = 0;
    List<int[]> heard = samples.stream().map(Stress.Sample::sounds).toList();
    List<Stress.Output> outputs = net.predict(heard);
    for (int i = 0; i < samples.size(); i++) {
      int[] stress = samples.get(i).stress();
      float[][] logits = outputs.get(i).logits();
      boolean all = true;
      for (int t = 0; t < stress.length; t++) {
        all &= best(logits[t]) == stress[t];
      }
      right += all ? 1 : 0;
    }
    return (double) right / samples.size();
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** The same if the first vowel always had the main stress and no other had any. */
  static double firstVowel(List<Stress.Sample> samples) {
    int right = 0;
    for (Stress.Sample sample : samples) {
      boolean all = true;
      boolean met = false;
      for (int mark : sample.stress()) {
        all &= mark == 0 || mark == (met ? 1 : 2);
        met |= mark > 0;
      }
      right += all ? 1 : 0;
    }
    return (double) right / samples.size();
  }

  /**
   * The program.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: Pronunciation DICTIONARY WEIGHTS");
      System.exit(2);
    }
    Pronunciation data = new Pronunciation(Path.of(arguments[0]));
    try (Stress.Trainer trainer = Stress.create(1).trainer()) {
      trainer.threads(Runtime.getRuntime().availableProcessors());
      trainer.onEpoch(
          e ->
              System.out.printf(
                  "epoch %d: loss %.4f, sounds %.2f %%, %.0f words/s%n",
                  e.number(), e.loss(), 100 * e.metrics().accuracy(), e.samplesPerSecond()));
      trainer.fit(Stress.dataset(data.train()));
      System.out.printf(
          "words stressed rightly: %.2f %%; on the first vowel alone %.2f %%%n",
          100 * words(trainer.network(), data.test()), 100 * firstVowel(data.test()));
      trainer.network().save(Path.of(arguments[1]));
    }
  }
}
