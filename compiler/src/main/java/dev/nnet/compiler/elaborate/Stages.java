package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Expression.Stage;
import java.util.List;

/**
 * Stages waiting for their input: the value of a parameter {@code act: stage = relu} or of {@code
 * layer f = dense(64)}.
 *
 * @param scope the names they were written among
 * @param shared the path of a shared layer, whose weights are made once; null otherwise
 */
record Stages(List<Stage> stages, Scope scope, String shared) {}
