/**
 * The third form: in which loops, in which order, at which offset.
 *
 * <p>In: an optimised {@link dev.nnet.compiler.graph.Graph}. Out: a {@link
 * dev.nnet.compiler.schedule.Schedule} of {@link dev.nnet.compiler.schedule.Step}s over the loop
 * IR, and its {@link dev.nnet.compiler.schedule.MemoryPlan}. Holds afterwards: no two buffers that
 * are alive together overlap, and whatever a step reads beyond a tensor's own elements (the halo of
 * a convolution, the padding of the innermost dimension) has been written by the step that made the
 * tensor.
 *
 * <p>Read {@link dev.nnet.compiler.schedule.Scheduler} first: it lists the stages, {@link
 * dev.nnet.compiler.schedule.Fusion}, {@link dev.nnet.compiler.schedule.LayoutChoice}, {@link
 * dev.nnet.compiler.schedule.Lowering}, {@link dev.nnet.compiler.schedule.Grouping} and {@link
 * dev.nnet.compiler.schedule.MemoryPlanner}.
 */
package dev.nnet.compiler.schedule;
