package dev.nnet.runtime.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that others see the old content or the new one, never a part. */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }

  /** Removes what writers of this file left that were killed. */
  static void sweep(Path target) throws IOException {
    Path file = target.toAbsolutePath();
    if (!Files.isDirectory(file.getParent())) {
      return;
    }
    DirectoryStream.Filter<Path> ours =
        f -> {
          String name = f.getFileName().toString();
          return name.startsWith(prefix(file)) && name.endsWith(SUFFIX);
        };
    try (DirectoryStream<Path> left = Files.newDirectoryStream(file.getParent(), ours)) {
      for (Path temporary : left) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /** Writes beside the target, forces the bytes to disk, then moves; on failure only cleans up. */
  public static void write(Path target, Content content) throws IOException {
    Path file = target.toAbsolutePath();
    String name = prefix(file) + Long.toHexString(System.nanoTime()) + SUFFIX;
    Path temporary = file.resolveSibling(name);
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
