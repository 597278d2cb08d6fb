package dev.nnet.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of an indented text whose heading has a word in it.
 *
 * <pre>
 * step conv2d_1_tanh_1                 heading of what follows deeper
 *   kernel conv2d_1(..)                a section begins where the text is as deep as this
 *     parallel b &lt; B                   and goes on while it is deeper
 * </pre>
 */
final class Sections {
  private Sections() {}

  /** Lines of the sections about {@code word}, each with the headings above it. */
  static List<String> about(String word, List<String> lines) {
    int depth = lines.stream().anyMatch(l -> depth(l) > 2) ? 2 : 0;
    List<String> kept = new ArrayList<>();
    List<String> heading = new ArrayList<>();
    List<String> section = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      int d = line.isBlank() ? depth : depth(line);
      if (d > depth) {
        section.add(line);
        inside = true;
        continue;
      }
      if (inside || depth == 0 || d < depth || line.isBlank()) {
        close(word, depth, heading, section, kept);
        inside = false;
      }
      if (d < depth) {
        heading.clear();
        heading.add(line);
      } else if (!line.isBlank()) {
        section.add(line);
      }
    }
    close(word, depth, heading, section, kept);
    return kept;
  }

  /** Keeps a section if one of its own heading lines has the word. */
  private static void close(
      String word, int depth, List<String> heading, List<String> section, List<String> kept) {
    if (section.stream().anyMatch(l -> depth(l) <= depth && l.contains(word))) {
      kept.addAll(heading);
      heading.clear();
      kept.addAll(section);
    }
    section.clear();
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }
}
