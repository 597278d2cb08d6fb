package dev.nnet.runtime.data;

import static dev.nnet.runtime.data.IdxBytes.idx;
import static dev.nnet.runtime.data.IdxBytes.images;
import static dev.nnet.runtime.data.IdxBytes.labels;
import static dev.nnet.runtime.data.IdxBytes.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.PictureRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair of IDX files as a dataset. */
class IdxDatasetTest {
  private static final byte[] PIXELS = {0, 51, -1, 0, 0, 0, 102, 0, -1, -1, -1, -1};

  @TempDir Path directory;

  private Path pictures;
  private Path classes;

  @BeforeEach
  void files() throws IOException {
    pictures = directory.resolve("train-images-idx3-ubyte");
    classes = directory.resolve("train-labels-idx1-ubyte");
    Files.write(pictures, images(2, 2, PIXELS));
    Files.write(classes, labels((byte) 9, (byte) 0, (byte) 200));
  }

  private IdxDataset find() throws IOException {
    return IdxDataset.find(directory, "train", "image", "digit");
  }

  @Test
  void givesPicturesAndLabels() throws IOException {
    IdxDataset data = find();
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.label(2)).isEqualTo(200);
    assertThat(data.image(1).pixels()).containsExactly(0, 0, 102, 0);
    assertThat(data.image(1).width()).isEqualTo(2);
    PictureRows rows = new PictureRows(2);
    Batches batches = new Batches(2);
    batches.inOrder(2);
    batches.fill(data, rows.row(), 0);
    assertThat(rows.images()).containsExactly(0, 0.2f, 1, 0, 0, 0, 0.4f, 0);
    assertThat(rows.digits()).containsExactly(9, 0);
  }

  @Test
  void findsPackedFilesToo() throws IOException {
    zip(directory.resolve("t10k-images-idx3-ubyte.gz"), images(2, 2, PIXELS));
    zip(directory.resolve("t10k-labels-idx1-ubyte.gz"), labels((byte) 1, (byte) 2, (byte) 3));
    IdxDataset test = IdxDataset.find(directory, "t10k", "image", "digit");
    assertThat(test.label(1)).isEqualTo(2);
  }

  @Test
  void namesTheFileThatIsNotThere() {
    assertThatThrownBy(() -> IdxDataset.find(directory, "valid", "image", "digit"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(directory.resolve("valid-images-idx3-ubyte") + "[.gz]");
  }

  @Test
  void refusesLabelsOfAnotherNumberOfPictures() throws IOException {
    Files.write(classes, labels((byte) 1, (byte) 2));
    assertThatThrownBy(this::find)
        .isInstanceOf(IOException.class)
        .hasMessage(
            classes + ": sizes [2], expected [3]: one label for each picture of " + pictures);
  }

  @Test
  void refusesFilesGivenTheWrongWayRound() {
    assertThatThrownBy(() -> IdxDataset.read(classes, pictures, "image", "digit"))
        .isInstanceOf(IOException.class)
        .hasMessage(classes + ": sizes [3] are no list of pictures");
  }

  @Test
  void namesTheSampleWhoseLabelIsOutOfRange() throws IOException {
    IdxDataset data = find();
    Batches batches = new Batches(3);
    batches.inOrder(3);
    PictureRows rows = new PictureRows(3);
    assertThatThrownBy(() -> batches.fill(data, rows.row(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pictures.fit: sample 2: digit = 200 is not in 0..9 (pictures.nnet:3:7)");
  }

  @Test
  void saysWhichSizeThePicturesHave() throws IOException {
    Files.write(pictures, idx(0x803, new int[] {3, 1, 2}, new byte[6]));
    IdxDataset data = find();
    PictureRows rows = new PictureRows(1);
    assertThatThrownBy(() -> data.read(0, rows.row().at(0)))
        .hasMessage("Pictures.fit: image is u8[1, 2], u8[2, 2] expected (pictures.nnet:2:7)");
  }
}
