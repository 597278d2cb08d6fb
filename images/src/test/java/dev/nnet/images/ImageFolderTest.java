package dev.nnet.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.ClassNames;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path root;

  @BeforeEach
  void files() throws IOException {
    for (String name : new String[] {"cat", "ant", "bee"}) {
      Path folder = Files.createDirectory(root.resolve(name));
      for (int i = 0; i < 10; i++) {
        BufferedImage picture = new BufferedImage(3 + i, 4, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, name.charAt(0) << 16);
        ImageIO.write(picture, "png", folder.resolve("p" + i + ".png").toFile());
      }
    }
    Files.createFile(root.resolve(".hidden"));
    Files.createFile(root.resolve("ant").resolve(".DS_Store"));
  }

  @Test
  void classesAreTheFoldersInOrder() throws IOException {
    ImageFolder all = ImageFolder.open(root, 3);
    assertThat(all.classes()).containsExactly("ant", "bee", "cat");
    assertThat(all.size()).isEqualTo(30);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.label(i)).isEqualTo(i / 10);
      assertThat(all.image(i).pixels()[0]).isEqualTo((byte) ("abc".charAt(i / 10)));
      assertThat(all.image(i).width()).isEqualTo(3 + i % 10);
    }
  }

  @Test
  void partsDependOnTheSeedAndShareNothing() throws IOException {
    ImageFolder all = ImageFolder.open(root, 3);
    Set<Path> seen = new HashSet<>();
    ImageFolder train = all.part(0, 0.8, 42);
    ImageFolder test = all.part(0.8, 1, 42);
    assertThat(train.size()).isEqualTo(24);
    assertThat(test.size()).isEqualTo(6);
    for (int i = 0; i < 30; i++) {
      seen.add(i < 24 ? train.file(i) : test.file(i - 24));
    }
    assertThat(seen).hasSize(30);
    assertThat(files(all.part(0, 0.8, 42))).isEqualTo(files(train));
    assertThat(files(all.part(0, 0.8, 43))).isNotEqualTo(files(train));
  }

  private static List<Path> files(ImageFolder folder) {
    return IntStream.range(0, folder.size()).mapToObj(folder::file).toList();
  }

  @Test
  void damagedFilesAreNamedAndCanBeLeftOut() throws IOException {
    Path broken = root.resolve("bee").resolve("p4.png");
    Files.write(broken, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    ImageFolder all = ImageFolder.open(root, 3);
    Map<Integer, String> damaged = all.damaged();
    assertThat(damaged).hasSize(1);
    assertThat(damaged.get(14)).startsWith(broken + ": ");
    assertThatThrownBy(() -> all.image(14))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(broken + ": ");
    ImageFolder rest = all.without(damaged.keySet());
    assertThat(rest.size()).isEqualTo(29);
    assertThat(rest.damaged()).isEmpty();
  }

  @Test
  void classesCanBeNumberedAsInOtherData() throws IOException {
    ImageFolder all = ImageFolder.open(root, 3);
    assertThat(all.classNames()).isEqualTo(ClassNames.of("label", List.of("ant", "bee", "cat")));
    ImageFolder other = all.with(ClassNames.of("label", List.of("dog", "cat", "bee", "ant")));
    assertThat(other.label(0)).as("an ant").isEqualTo(3);
    assertThat(other.label(29)).as("a cat").isEqualTo(1);
    assertThat(other.file(29)).isEqualTo(all.file(29));
    assertThatThrownBy(() -> all.with(ClassNames.of("label", List.of("ant", "cat"))))
        .hasMessage(root.resolve("bee") + ": 'bee' is none of ant, cat");
  }

  @Test
  void aFolderWithoutPicturesIsAnError() throws IOException {
    Path empty = Files.createDirectory(root.resolve("empty"));
    assertThatThrownBy(() -> ImageFolder.open(empty, 3))
        .hasMessage(empty + ": no pictures; a folder with files for each class expected");
    assertThatThrownBy(() -> ImageFolder.open(root.resolve("absent"), 3))
        .isInstanceOf(java.nio.file.NotDirectoryException.class);
  }
}
