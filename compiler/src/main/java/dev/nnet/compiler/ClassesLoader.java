package dev.nnet.compiler;

import dev.nnet.runtime.Network;
import java.util.Map;

/** Defines emitted classes; they are unloaded when nothing refers to them. */
final class ClassesLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  ClassesLoader(Map<String, byte[]> classes) {
    super(Network.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
