package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;

/** The part of a kernel that becomes a method of its own. */
final class Tile {
  private Tile() {}

  /**
   * Whether a block is the inside of a tile: accumulators and the loops that fill them. Where all
   * is written out, calls would cost more than they save.
   */
  static boolean inside(Stmt.Block block) {
    return block.body().stream().anyMatch(Stmt.Let.class::isInstance)
        && block.body().stream().anyMatch(Tile::turns);
  }

  private static boolean turns(Stmt stmt) {
    return stmt instanceof Stmt.Loop loop
        && (loop.mode() != Mode.UNROLL
            || loop.body() instanceof Stmt.Block b && b.body().stream().anyMatch(Tile::turns));
  }
}
