package dev.nnet.runtime.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a table row by row and knows on which line of the file each begins; see {@link Csv}. */
final class CsvReader implements AutoCloseable {
  private static final int END = -1;

  /** Characters of a row at most. */
  private static final int LONGEST = 1 << 24;

  private final String name;
  private final BufferedReader in;
  private final Problems problems;
  private final List<String> head;
  private final char separator;
  private final StringBuilder cell = new StringBuilder();
  private int ahead;
  private int line = 1;
  private int lines = 1;
  private int length;
  private String wrong = "";

  /**
   * Reads the head line.
   *
   * @param problems hears of the rows that are left out
   * @throws IOException if there is none, or it names a column twice
   */
  CsvReader(String name, Reader text, Problems problems) throws IOException {
    this.name = name;
    this.in = new BufferedReader(text);
    this.problems = problems;
    this.separator = separator();
    advance();
    if (ahead == '\uFEFF') {
      advance(); // the byte order mark of some editors
    }
    List<String> first = row();
    if (first == null) {
      throw new IOException(name + ": no head line");
    }
    this.head = List.copyOf(first);
    for (String column : head) {
      boolean twice = head.indexOf(column) != head.lastIndexOf(column);
      if (!wrong.isEmpty() || twice && !column.isEmpty()) {
        String what = wrong.isEmpty() ? "column '" + column + "' is there twice" : wrong;
        throw new IOException(name + ":" + line + ": " + what);
      }
    }
  }

  static CsvReader open(Path file, Problems problems) throws IOException {
    BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    try {
      return new CsvReader(file.toString(), text, problems);
    } catch (IOException e) {
      text.close();
      throw e;
    }
  }

  /** Looks at the first line and goes back to its beginning. */
  private char separator() throws IOException {
    in.mark(LONGEST);
    boolean semicolon = false;
    boolean tab = false;
    for (advance(); ahead != ',' && ahead != '\n' && ahead != END; advance()) {
      semicolon |= ahead == ';';
      tab |= ahead == '\t';
    }
    char found = ahead == ',' || !semicolon && !tab ? ',' : semicolon ? ';' : '\t';
    in.reset();
    ahead = 0;
    return found;
  }

  /** The names of the columns. */
  List<String> head() {
    return head;
  }

  /** The line on which the row that was read last begins, from 1. */
  int line() {
    return line;
  }

  /**
   * The cells of the next row that has as many as the head; null behind the last.
   *
   * @throws IOException if the file cannot be read, is not UTF-8 or ends within quotes
   */
  List<String> next() throws IOException {
    while (true) {
      List<String> cells = row();
      if (cells == null) {
        return null;
      }
      if (cells.equals(List.of("")) && head.size() > 1) {
        continue; // an empty line
      }
      if (wrong.isEmpty() && cells.size() != head.size()) {
        wrong = cells.size() + " cells, the head has " + head.size();
      }
      if (wrong.isEmpty()) {
        return cells;
      }
      problems.add(line, wrong);
    }
  }

  private List<String> row() throws IOException {
    line = lines;
    length = 0;
    wrong = "";
    if (ahead == END) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    cells.add(cell());
    while (ahead == separator) {
      advance();
      cells.add(cell());
    }
    if (ahead == '\n') {
      advance();
    }
    return cells;
  }

  private String cell() throws IOException {
    cell.setLength(0);
    if (ahead == '"') {
      quoted();
      if (ahead == '\r') {
        advance();
      }
      if (ahead != separator && ahead != '\n' && ahead != END) {
        wrong = "text behind a closing quote";
      }
    }
    while (ahead != separator && ahead != '\n' && ahead != END) {
      if (ahead == '"' && wrong.isEmpty()) {
        wrong = "a quote within a cell that does not begin with one";
      }
      cell.append((char) ahead);
      advance();
    }
    int last = cell.length() - 1;
    if (last >= 0 && ahead != separator && cell.charAt(last) == '\r') {
      cell.setLength(last);
    }
    return cell.toString();
  }

  private void quoted() throws IOException {
    int opened = lines;
    advance();
    while (ahead != '"' || doubled()) {
      if (ahead == END) {
        throw new IOException(name + ":" + opened + ": a quote is never closed");
      }
      cell.append((char) ahead);
      advance();
    }
  }

  /** At a quote: steps over it, and says whether another one follows. */
  private boolean doubled() throws IOException {
    advance();
    return ahead == '"';
  }

  private void advance() throws IOException {
    lines += ahead == '\n' ? 1 : 0;
    length++;
    if (length > LONGEST) {
      String what = ": a row of more than " + LONGEST + " characters";
      throw new IOException(
          name + ":" + line + what + ": this is no table, or a quote is never closed");
    }
    try {
      ahead = in.read();
    } catch (CharacterCodingException e) {
      throw encoding(e);
    }
  }

  /** Bytes are read ahead of the characters that they make: the line is a hint. */
  private IOException encoding(CharacterCodingException e) {
    return new IOException(name + ": this is not UTF-8, in or behind line " + lines, e);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
