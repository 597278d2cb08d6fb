package dev.nnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.BorderRows;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.BorderSpec.Element;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.NumbersSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of a table as the borders of a network that knows flowers. */
class TableReaderTest {
  private static final ModelSpec FLOWERS =
      BorderRows.spec(
          List.of(
              border(Kind.INPUT, "size", Element.F32, 0, List.of(2)),
              border(Kind.INPUT, "soil", Element.INDEX, 3, List.of()),
              border(Kind.INPUT, "wild", Element.BOOL, 0, List.of()),
              border(Kind.TARGET, "kind", Element.INDEX, 3, List.of())),
          List.of(new NumbersSpec("size", List.of("length", "width_mm"), true)));

  @TempDir Path folder;

  private static BorderSpec border(
      Kind kind, String name, Element element, int bound, List<Integer> dims) {
    return new BorderSpec(kind, name, element, bound, dims, "2:7");
  }

  private Path table(String... lines) throws IOException {
    return Files.writeString(folder.resolve("flowers.csv"), String.join("\n", lines));
  }

  private Path flowers() throws IOException {
    return table(
        "id,Width (mm),length,Soil,wild,kind",
        "1,2.5,10,0,true,tulip",
        "2,1.5,11,2,NO,daisy",
        "3,3.5,12,1,1,tulip");
  }

  @Test
  void columnsAreFoundByName() throws IOException {
    TableDataset data = TableReader.of(FLOWERS).read(flowers());
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.unused()).containsExactly("id");
    assertThat(data.skipped()).isZero();
    assertThat(data.classNames().of("kind")).containsExactly("daisy", "tulip");
    assertThat(data.classNames().of("soil")).as("numbers").isEmpty();
    BorderRows rows = new BorderRows(FLOWERS, 3);
    for (int i = 0; i < 3; i++) {
      data.read(i, rows.row(i));
      rows.row().complete(true);
    }
    assertThat(rows.floats("size")).containsExactly(10, 2.5f, 11, 1.5f, 12, 3.5f);
    assertThat(rows.ints("soil")).containsExactly(0, 2, 1);
    assertThat(rows.ints("wild")).containsExactly(1, 0, 1);
    assertThat(rows.ints("kind")).containsExactly(1, 0, 1);
  }

  @Test
  void testDataHaveTheClassesOfTheTrainingData() throws IOException {
    ClassNames names = ClassNames.of("kind", List.of("daisy", "rose", "tulip"));
    TableDataset data = TableReader.of(FLOWERS).with(names).read(flowers());
    BorderRows rows = new BorderRows(FLOWERS, 1);
    data.read(0, rows.row(0));
    assertThat(rows.ints("kind")).containsExactly(2);
    assertThat(data.classNames().of("kind")).containsExactly("daisy", "rose", "tulip");

    ClassNames fewer = ClassNames.of("kind", List.of("rose", "tulip"));
    assertThatThrownBy(() -> TableReader.of(FLOWERS).with(fewer).read(flowers()))
        .hasMessage(folder.resolve("flowers.csv") + ":3: kind is 'daisy', none of rose, tulip");
    assertThatThrownBy(() -> TableReader.of(FLOWERS).with(ClassNames.NONE).read(flowers()))
        .as("the data that were learned from had numbers")
        .hasMessageContaining("flowers.csv:2: kind is 'tulip', no whole number");
  }

  @Test
  void whatIsPredictedFromNeedsNoTarget() throws IOException {
    Path file = table("length,width_mm,soil,wild", "1,2,0,no");
    assertThat(TableReader.of(FLOWERS).inputsOnly().read(file).size()).isEqualTo(1);
    assertThatThrownBy(() -> TableReader.of(FLOWERS).read(file))
        .hasMessage(
            file
                + " has no column 'kind' (kind, rows.nnet:2:7); it has length, width_mm, soil,"
                + " wild; a column of another name is said so: `preprocess kind from"
                + " columns[length, width_mm, ..]`");
  }

  @Test
  void malformedRowsAreToldOrCounted() throws IOException {
    Path file =
        table(
            "width_mm,length,soil,wild,kind",
            "2.5,10,0,true,tulip",
            "2.5,,0,true,rose",
            "2.5,10,3,true,rose",
            "2.5,10,0,maybe,tulip",
            "2.5,10,0",
            "2.5,x,0,yes,tulip",
            "2.5,10,NA,true,daisy",
            "7,8,2,false,daisy");
    String name = file.toString();
    List<String> told =
        List.of(
            name + ":3: length is missing",
            name + ":5: wild is 'maybe', neither true nor false",
            name + ":6: 3 cells, the head has 5",
            name + ":7: length is 'x', no number",
            name + ":8: soil is missing ('NA')");
    assertThatThrownBy(() -> TableReader.of(FLOWERS).read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(name + ": 5 rows cannot be used\n  " + String.join("\n  ", told));

    TableDataset data = TableReader.of(FLOWERS).with(Malformed.SKIP).read(file);
    assertThat(data.problems()).isEqualTo(told);
    assertThat(data.skipped()).isEqualTo(5);
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.classNames().of("kind")).containsExactly("daisy", "rose", "tulip");
    assertThat(data.classNames().of("soil")).as("3 is no index<3>").containsExactly("0", "2", "3");
  }

  @Test
  void classesOfSkippedRowsAreNone() throws IOException {
    Path file = table("width_mm,length,soil,wild,kind", "1,1,0,no,rose", "x,1,0,no,tulip");
    TableDataset data = TableReader.of(FLOWERS).with(Malformed.SKIP).read(file);
    assertThat(data.classNames().of("kind")).containsExactly("rose");
  }

  @Test
  void moreClassesThanTheBorderHasAreAnError() throws IOException {
    Path file =
        table(
            "width_mm,length,soil,wild,kind",
            "1,1,0,no,rose",
            "1,1,0,no,daisy",
            "1,1,0,no,tulip",
            "1,1,0,no,orchid");
    assertThatThrownBy(() -> TableReader.of(FLOWERS).read(file))
        .hasMessage(
            file + ": kind has 4 classes (daisy, orchid, rose, tulip), 'kind' is index<3>[B]");
  }

  @Test
  void aTableWithoutRowsIsAnError() throws IOException {
    Path file = table("width_mm,length,soil,wild,kind", "");
    assertThatThrownBy(() -> TableReader.of(FLOWERS).read(file)).hasMessage(file + ": no rows");
  }

  @Test
  void theMessageSaysWhatToWriteWhereSeveralColumnsAreAnInput() throws IOException {
    ModelSpec plain =
        BorderRows.spec(
            List.of(border(Kind.INPUT, "features", Element.F32, 0, List.of(4))), List.of());
    Path file = table("Sepal Length,sepalWidth,x", "1,2,3");
    assertThatThrownBy(() -> TableReader.of(plain).read(file))
        .hasMessage(
            file
                + ": 'features' is f32[B, 4]; say which 4 columns it is: `preprocess features from"
                + " columns[sepal_length, sepal_width, ..]`");
  }

  @Test
  void twoColumnsThatReadAlikeAreAnError() throws IOException {
    Path file = table("Width mm,WidthMm,length,soil,wild,kind", "1,1,1,0,no,rose");
    assertThatThrownBy(() -> TableReader.of(FLOWERS).read(file))
        .hasMessageContaining("columns 'Width mm' and 'WidthMm' both read as 'width_mm'");
  }
}
