/**
 * Steps of programs as events of the JDK's flight recorder. In goes a program, out comes the same
 * one with an event around each step while a recording wants it. It is found as a service; read
 * {@link dev.nnet.jfr.StepEvent} first.
 */
package dev.nnet.jfr;
