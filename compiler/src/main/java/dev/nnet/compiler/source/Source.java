package dev.nnet.compiler.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text and its name. Identity is the name: one file is read once.
 *
 * @param javaPackage where its classes belong if the text does not say; may be empty
 */
public record Source(String name, String text, String javaPackage) {
  public Source {
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** A text whose classes have no package unless it names one. */
  public Source(String name, String text) {
    this(name, text, "");
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is not UTF-8
   */
  public static Source read(Path path) throws IOException {
    return read(path, "");
  }

  /**
   * Reads a file whose classes belong to a package unless it names another.
   *
   * @throws IOException if it cannot be read or is not UTF-8
   */
  public static Source read(Path path, String javaPackage) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Source(path.toString(), text, javaPackage);
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": not UTF-8", e);
    }
  }

  /** The file's own name, without directories. */
  public String fileName() {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  /** The line that holds an offset, counted from 1. */
  public int line(int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }

  /** The column of an offset in its line, in characters as a person counts them, from 1. */
  public int column(int offset) {
    return text.codePointCount(lineStart(offset), Math.min(offset, text.length())) + 1;
  }

  /** Where the line that holds an offset begins. */
  public int lineStart(int offset) {
    return text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
  }

  /** The line that holds an offset, without its end. */
  public String lineText(int offset) {
    int start = lineStart(offset);
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
