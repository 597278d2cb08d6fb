package dev.nnet.cli.search;

import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** The SHA-256 of a text and of all that it imports, by which a change is noticed. */
public final class TextHash implements StageListener {
  private final MessageDigest digest;

  public TextHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  @Override
  public void finished(String network, String stage, String program, Supplier<String> text) {}

  @Override
  public void read(Source file) {
    digest.update(file.text().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** Of what was read so far. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
