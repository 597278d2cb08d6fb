package dev.nnet.cli.search;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.nnet.cli.report.JsonLines;
import dev.nnet.cli.search.Trial.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The file {@code trials.jsonl}: what a search tries and all that came of it, so that it can go on.
 *
 * <pre>
 * {"network":"Penguins","text":"9f3c..","data":"penguins.csv","examples":300,"seed":1, ..}
 * {"trial":1,"settings":{"rate":"0.003","units":"32"}}
 * {"trial":1,"epoch":1,"figures":{"loss":0.61,"accuracy":0.7}}
 * {"trial":1,"round":1,"epochs":60,"value":0.93,"problem":null,"seconds":1.2}
 * </pre>
 */
public final class TrialsFile {
  /**
   * What a search is about.
   *
   * @param text the SHA-256 of the text and those it imports
   * @param data where the examples lie
   * @param examples to learn from, those that judge included
   * @param seed of weights and shuffles, unless the settings of a trial say another
   * @param time when it was begun, ISO 8601 with zone
   */
  public record Start(
      String network,
      String text,
      String data,
      int examples,
      long seed,
      String time,
      String java) {}

  private record Begun(int trial, Map<String, String> settings) {}

  private record Epoch(int trial, int epoch, Map<String, Double> figures) {}

  private static final Gson GSON = new Gson();

  private final Path file;
  private final JsonLines lines;

  TrialsFile(Path file) {
    this.file = file;
    this.lines = new JsonLines(file);
  }

  boolean exists() {
    return Files.exists(file);
  }

  void begin(Start start) throws IOException {
    Files.deleteIfExists(file);
    lines.append(start);
  }

  void begin(Trial trial) throws IOException {
    lines.append(new Begun(trial.number(), trial.texts()));
  }

  void epoch(Trial trial, int epoch, Map<String, Double> figures) throws IOException {
    trial.epoch(epoch, figures);
    lines.append(new Epoch(trial.number(), epoch, figures));
  }

  void end(Trial trial, Outcome outcome) throws IOException {
    trial.end(outcome);
    lines.append(outcome);
  }

  /** How the search began. */
  Start start() throws IOException {
    Start[] start = {null};
    lines.read(l -> start[0] = l.has("network") ? GSON.fromJson(l, Start.class) : start[0]);
    if (start[0] == null) {
      throw new IOException(file + ": no search");
    }
    return start[0];
  }

  /**
   * Gives trials what the file knows of them.
   *
   * @throws IOException if they are not those of the file
   */
  void restore(List<Trial> trials) throws IOException {
    TypeToken<Map<String, Double>> figures = new TypeToken<>() {};
    lines.read(
        l -> {
          if (l.has("trial")) {
            Trial trial = trials.get(l.get("trial").getAsInt() - 1);
            restore(trial, l, figures);
          }
        });
  }

  private static void restore(Trial trial, JsonObject l, TypeToken<Map<String, Double>> figures) {
    if (l.has("settings")) {
      if (!GSON.fromJson(l, Begun.class).settings().equals(trial.texts())) {
        throw new IllegalArgumentException("another trial than " + trial.texts());
      }
    } else if (l.has("round")) {
      trial.end(GSON.fromJson(l, Outcome.class));
    } else {
      trial.epoch(l.get("epoch").getAsInt(), GSON.fromJson(l.get("figures"), figures.getType()));
    }
  }
}
