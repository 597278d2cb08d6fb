package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as text: what is a cell, and on which line something is wrong. */
class CsvTest {
  @TempDir Path folder;

  private static Csv parse(String... lines) throws IOException {
    return Csv.parse("t.csv", String.join("\n", lines));
  }

  private static void refused(String message, String... lines) {
    assertThatThrownBy(() -> parse(lines)).isInstanceOf(IOException.class).hasMessage(message);
  }

  @Test
  void cellsMayBeQuoted() throws IOException {
    Csv table =
        Csv.parse("t.csv", "day,temp\r\n\"1, or \"\"one\"\"\",2.5\n\n2,-3\r\n\"two\nlines\",\"\"");
    assertThat(table.head()).containsExactly("day", "temp");
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.column("day")).containsExactly("1, or \"one\"", "2", "two\nlines");
    assertThat(table.column("temp")).containsExactly("2.5", "-3", "");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    assertThat(parse("\uFEFFa,b", "1,2").head()).containsExactly("a", "b");
  }

  @Test
  void semicolonsAndTabsSeparateWhereTheHeadHasNoComma() throws IOException {
    assertThat(parse("\"a\";b", "1,5;\"2\"").column("a")).containsExactly("1,5");
    assertThat(parse("a\tb", "1\t2").column("b")).containsExactly("2");
    assertThat(parse("a,b;c", "1,2").column("b;c")).containsExactly("2");
    assertThat(parse("only", "1", "", "2").column("only")).containsExactly("1", "", "2");
  }

  @Test
  void aRowHasAnEnd() throws IOException {
    String wide = "a".repeat(3_000_000);
    assertThat(parse(wide + ";b", "1;2").column("b")).containsExactly("2");
    String endless = "x".repeat(17_000_000);
    String problem =
        "a row of more than 16777216 characters: this is no table, or a quote is never closed";
    refused("t.csv:1: " + problem, endless);
    refused("t.csv:3: " + problem, "a,b", "1,2", "\"" + endless);
  }

  @Test
  void numbersAreDecimal() throws IOException {
    assertThat(parse("x", "2.5", " -3 ", "1e-3", ".5", "7.").numbers("x"))
        .containsExactly(2.5f, -3f, 1e-3f, .5f, 7f);
    for (String bad : new String[] {"1f", "0x1p3", "Infinity", "1 2", "--1", "e", "1,5"}) {
      assertThatThrownBy(() -> parse("x;y", "1;1", bad + ";2").numbers("x"))
          .hasMessage("t.csv:3: x is '" + bad + "', no number");
    }
    assertThatThrownBy(() -> parse("x", "1e39").numbers("x"))
        .hasMessage("t.csv:2: x is '1e39', which is too large");
    assertThatThrownBy(() -> parse("x,y", "\"\n\",1", ",1").numbers("x"))
        .as("the second line of the file is within the first row")
        .hasMessage("t.csv:2: x is missing");
    assertThatThrownBy(() -> parse("x", "NA").numbers("x"))
        .hasMessage("t.csv:2: x is missing ('NA')");
  }

  @Test
  void whatIsWrongIsToldByLine() {
    refused("t.csv: no head line", "");
    refused("t.csv:1: column 'a' is there twice", "a,b,a", "1,2,3");
    refused("t.csv:3: 1 cells, the head has 2", "a,b", "1,2", "1", "1,2");
    refused("t.csv:2: a quote is never closed", "a,b", "1,\"2", "3,4");
    refused("t.csv:2: text behind a closing quote", "a,b", "\"1\"x,2");
    refused("t.csv:2: a quote within a cell that does not begin with one", "a,b", "5\" pipe,2");
    assertThatThrownBy(() -> parse("a").column("rain"))
        .hasMessage("t.csv has no column 'rain'; it has a");
  }

  @Test
  void theFirstFiveAreToldOfMany() {
    String[] lines = new String[9];
    java.util.Arrays.fill(lines, "1,2,3");
    lines[0] = "a,b";
    refused(
        """
        t.csv: 8 rows cannot be used
          t.csv:2: 3 cells, the head has 2
          t.csv:3: 3 cells, the head has 2
          t.csv:4: 3 cells, the head has 2
          t.csv:5: 3 cells, the head has 2
          t.csv:6: 3 cells, the head has 2
          and 3 more""",
        lines);
  }

  @Test
  void otherEncodingsAreAnError() throws IOException {
    Path file = Files.write(folder.resolve("latin.csv"), new byte[] {'a', '\n', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> Csv.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ":")
        .hasMessageContaining("this is not UTF-8");
  }
}
