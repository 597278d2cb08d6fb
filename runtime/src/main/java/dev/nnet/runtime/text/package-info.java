/**
 * The little call notation in which a spec keeps optimisers, schedules, initialisers and
 * preprocessing: text in, {@link dev.nnet.runtime.text.Call} out; afterwards every argument is
 * known to be well formed and nothing was ignored. Read {@link dev.nnet.runtime.text.Call} first.
 */
package dev.nnet.runtime.text;
