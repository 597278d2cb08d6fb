/**
 * The typed Java class of a network, as source text: what IDEs, javac and Javadoc see.
 *
 * <p>In: a network's {@link dev.nnet.runtime.ModelSpec} and doc comment. Out: the text of one Java
 * class that delegates to the runtime and to the emitted classes beside it. Afterwards every input,
 * target, output and metric of the network is a Java name with a Java type, and no user code needs
 * a string. Read {@link dev.nnet.compiler.facade.Facade} first; this is the only user of JavaPoet.
 */
package dev.nnet.compiler.facade;
