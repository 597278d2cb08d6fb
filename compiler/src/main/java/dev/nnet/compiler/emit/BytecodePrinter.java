package dev.nnet.compiler.emit;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/** Prints a class file as people read bytecode: fields, methods, instructions, line numbers. */
public final class BytecodePrinter {
  private BytecodePrinter() {}

  public static String print(byte[] classFile) {
    StringWriter text = new StringWriter();
    new ClassReader(classFile)
        .accept(
            new TraceClassVisitor(null, new Textifier(), new PrintWriter(text)),
            ClassReader.SKIP_FRAMES);
    return text.toString();
  }
}
