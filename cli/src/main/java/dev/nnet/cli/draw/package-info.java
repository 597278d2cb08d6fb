/**
 * Pictures of networks: as SVG, and as text for a terminal.
 *
 * <p>In goes an elaborated network, its values and the calls that made them; out comes a {@link
 * dev.nnet.cli.draw.Diagram}, boxes in boxes, which {@link dev.nnet.cli.draw.Svg} and {@link
 * dev.nnet.cli.draw.TextGraph} draw. Read {@link dev.nnet.cli.draw.Diagram} first.
 */
package dev.nnet.cli.draw;
