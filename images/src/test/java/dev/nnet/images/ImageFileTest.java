package dev.nnet.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.Image;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Pillow wrote: red and green above, blue and white below, 32 x 16 pixels. */
class ImageFileTest {
  private static byte[] file(String name) throws IOException {
    try (InputStream in = ImageFileTest.class.getResourceAsStream("/pictures/" + name)) {
      return in.readAllBytes();
    }
  }

  private static Image read(String name, int channels) throws IOException {
    return ImageFile.decode(file(name), name, channels);
  }

  private static void assertColour(Image image, int x, int y, int red, int green, int blue) {
    int at = (y * image.width() + x) * 3;
    int[] expected = {red, green, blue};
    for (int c = 0; c < 3; c++) {
      assertThat(image.pixels()[at + c] & 0xff).isCloseTo(expected[c], Offset.offset(3));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.png",
        "plain.bmp",
        "plain.gif",
        "plain.jpg",
        "cmyk.jpg",
        "exif1.jpg",
        "exif2.jpg",
        "exif3.jpg",
        "exif4.jpg",
        "exif5.jpg",
        "exif6.jpg",
        "exif7.jpg",
        "exif8.jpg"
      })
  void everyKindShowsTheScene(String name) throws IOException {
    Image image = read(name, 3);
    assertThat(image.width()).isEqualTo(32);
    assertThat(image.height()).isEqualTo(16);
    assertColour(image, 7, 3, 255, 0, 0);
    assertColour(image, 24, 3, 0, 255, 0);
    assertColour(image, 7, 12, 0, 0, 255);
    assertColour(image, 24, 12, 255, 255, 255);
  }

  @Test
  void whatIsTransparentShowsWhite() throws IOException {
    Image image = read("alpha.png", 3);
    assertColour(image, 7, 3, 255, 255, 255);
    assertColour(image, 24, 3, 0, 255, 0);
  }

  @Test
  void samplesOfSixteenBitsAreRounded() throws IOException {
    assertColour(read("deep.png", 3), 5, 5, 128, 128, 128);
  }

  /** No gamma is applied to greys, and colours become grey as in Pillow. */
  @Test
  void greyIsWhatIsStored() throws IOException {
    byte[] stored = read("grey.png", 1).pixels();
    assertThat(stored).isEqualTo(read("plain.png", 1).pixels());
    assertThat(stored[0] & 0xff).isEqualTo(76);
    assertColour(read("grey.png", 3), 0, 0, 76, 76, 76);
  }

  @Test
  void damageIsAnErrorThatNamesTheFile() throws IOException {
    byte[] png = file("plain.png");
    assertThatThrownBy(() -> ImageFile.decode(Arrays.copyOf(png, png.length / 2), "half.png", 3))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("half.png: the picture is damaged: ");
    assertThatThrownBy(() -> ImageFile.decode("no picture".getBytes(), "a.jpg", 3))
        .isInstanceOf(IOException.class)
        .hasMessage("a.jpg: no picture in JPEG, PNG, BMP or GIF");
  }

  @Test
  void hostileBytesAreAnIoException() throws IOException {
    Random random = new Random(4);
    for (String name : new String[] {"plain.png", "plain.jpg", "plain.gif", "cmyk.jpg"}) {
      byte[] file = file(name);
      for (int i = 0; i < 150; i++) {
        byte[] hostile = file.clone();
        for (int k = 0; k < 3; k++) {
          hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
        }
        try {
          ImageFile.decode(hostile, name, 3);
        } catch (IOException e) {
          assertThat(e).hasMessageStartingWith(name + ": ");
        }
      }
    }
  }

  /** A header that promises far more pixels than there are: refused before memory is asked for. */
  @Test
  void hugePicturesAreRefused() throws IOException {
    byte[] png = file("plain.png");
    java.nio.ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 50_000);
    assertThatThrownBy(() -> ImageFile.decode(png, "huge.png", 3))
        .isInstanceOf(IOException.class)
        .hasMessage("huge.png: 100,000 x 50,000 pixels; at most 100,000,000 expected");
  }
}
