package dev.nnet.jfr;

import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Program;
import jdk.jfr.FlightRecorder;

/**
 * A program whose steps and parts are events. While nothing was ever recorded in this JVM, not even
 * an event is made: interpreted code would put it on the heap.
 */
final class RecordedProgram extends Program {
  private final Program program;

  RecordedProgram(Program program) {
    this.program = program;
  }

  @Override
  public void run(int step, Memory memory, int batch, int from, int to, int worker) {
    if (!FlightRecorder.isInitialized()) {
      program.run(step, memory, batch, from, to, worker);
      return;
    }
    StepEvent event = new StepEvent();
    event.begin();
    program.run(step, memory, batch, from, to, worker);
    event.end();
    if (event.shouldCommit()) {
      commit(event, program.name(step), batch, worker);
    }
  }

  @Override
  public void part(
      int part, Memory memory, int batch, int from, int to, int turn, int share, int shares) {
    if (!FlightRecorder.isInitialized()) {
      program.part(part, memory, batch, from, to, turn, share, shares);
      return;
    }
    StepEvent event = new StepEvent();
    event.begin();
    program.part(part, memory, batch, from, to, turn, share, shares);
    event.end();
    if (event.shouldCommit()) {
      commit(event, program.layer(part), batch, share);
    }
  }

  private void commit(StepEvent event, String step, int batch, int worker) {
    event.program = program.getClass().getName();
    event.step = step;
    event.batch = batch;
    event.worker = worker;
    event.commit();
  }

  @Override
  public int steps() {
    return program.steps();
  }

  @Override
  public int prologue() {
    return program.prologue();
  }

  @Override
  public int preparedFloats() {
    return program.preparedFloats();
  }

  @Override
  public int extent(int step, int batch) {
    return program.extent(step, batch);
  }

  @Override
  public int grain(int step) {
    return program.grain(step);
  }

  @Override
  public String name(int step) {
    return program.name(step);
  }

  @Override
  public int parts() {
    return program.parts();
  }

  @Override
  public int stepOf(int part) {
    return program.stepOf(part);
  }

  @Override
  public String layer(int part) {
    return program.layer(part);
  }

  @Override
  public int round(int step) {
    return program.round(step);
  }

  @Override
  public int pieces(int part) {
    return program.pieces(part);
  }

  @Override
  public int pieceGrain(int part) {
    return program.pieceGrain(part);
  }

  @Override
  public int loopEnd(int part) {
    return program.loopEnd(part);
  }

  @Override
  public int turns(int part, Memory memory) {
    return program.turns(part, memory);
  }

  @Override
  public int fixedFloats(int capacity) {
    return program.fixedFloats(capacity);
  }

  @Override
  public int floatsPerExample(int capacity) {
    return program.floatsPerExample(capacity);
  }

  @Override
  public int scratchFloats(int capacity) {
    return program.scratchFloats(capacity);
  }

  @Override
  public int rows() {
    return program.rows();
  }

  @Override
  public int rowLength() {
    return program.rowLength();
  }
}
