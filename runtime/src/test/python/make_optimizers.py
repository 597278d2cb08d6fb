"""Makes src/test/resources/torch/{optimizers,schedules,plateau}.tsv from PyTorch, an independent witness.

Never run by the build. To refresh (any PyTorch from 1.13):

    python3 runtime/src/test/python/make_optimizers.py

    optimizers.tsv   our call, then five weights after 20 steps in float64: weight k begins at
                     cos(k), its gradient in step t is sin(k + 1.7 t), k and t from 0
    schedules.tsv    our call, then the rate of each of the 40 steps of 4 epochs
    plateau.tsv      our call, losses of epochs, the rates after them
"""

import math
import pathlib

import torch
from torch.optim import lr_scheduler

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/torch"
STEPS, EPOCHS = 10, 4

OPTIMIZERS = {
    "sgd(0.1)": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd(0.1,momentum=0.9,weight_decay=0.01)": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, weight_decay=0.01
    ),
    "sgd(0.1,momentum=0.9,nesterov=true)": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, nesterov=True
    ),
    "adam(0.05,beta1=0.8,beta2=0.95)": lambda p: torch.optim.Adam(
        p, lr=0.05, betas=(0.8, 0.95)
    ),
    "adamw(0.05,weight_decay=0.1)": lambda p: torch.optim.AdamW(
        p, lr=0.05, weight_decay=0.1
    ),
    "rmsprop(0.05,decay=0.99)": lambda p: torch.optim.RMSprop(p, lr=0.05),
    "rmsprop(0.05,decay=0.9,momentum=0.8,weight_decay=0.1)": lambda p: torch.optim.RMSprop(
        p, lr=0.05, alpha=0.9, momentum=0.8, weight_decay=0.1
    ),
    "adagrad(0.1)": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "adagrad(0.1,weight_decay=0.1)": lambda p: torch.optim.Adagrad(
        p, lr=0.1, weight_decay=0.1
    ),
}


def walked(make):
    weights = torch.tensor([math.cos(k) for k in range(5)], dtype=torch.float64)
    weights.requires_grad_()
    optimizer = make([weights])
    for t in range(20):
        gradient = [math.sin(k + 1.7 * t) for k in range(5)]
        weights.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
    return weights.tolist()


def each_epoch(make):
    return lambda o: (make(o), STEPS)


def each_step(make):
    return lambda o: (make(o), 1)


SCHEDULES = {
    "step(0.8,every=2,factor=0.5)": each_epoch(
        lambda o: lr_scheduler.StepLR(o, step_size=2, gamma=0.5)
    ),
    "exponential(0.8,factor=0.7)": each_epoch(
        lambda o: lr_scheduler.ExponentialLR(o, gamma=0.7)
    ),
    "cosine(0.8,to=0.1)": each_step(
        lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=STEPS * EPOCHS, eta_min=0.1)
    ),
    "linear(0.8,to=0.2)": each_step(
        lambda o: lr_scheduler.LinearLR(
            o, start_factor=1, end_factor=0.25, total_iters=STEPS * EPOCHS
        )
    ),
    "one_cycle(0.8)": each_step(
        lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.8, total_steps=STEPS * EPOCHS)
    ),
    "one_cycle(0.8,rise=0.5,divide=10,end=100)": each_step(
        lambda o: lr_scheduler.OneCycleLR(
            o,
            max_lr=0.8,
            total_steps=STEPS * EPOCHS,
            pct_start=0.5,
            div_factor=10,
            final_div_factor=100,
        )
    ),
}


def rates(make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.8)
    scheduler, every = make(optimizer)
    found = []
    for step in range(STEPS * EPOCHS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if (step + 1) % every == 0 and step + 1 < STEPS * EPOCHS:
            scheduler.step()
    return found


PLATEAUS = {
    "plateau(0.8,factor=0.5,patience=2)": dict(factor=0.5, patience=2),
    "plateau(0.8,factor=0.1,patience=0,threshold=0.1,least=0.005)": dict(
        factor=0.1, patience=0, threshold=0.1, min_lr=0.005
    ),
}
LOSSES = [2.0, 1.0, 1.0, 0.99999, 0.9, 0.95, 0.9, 0.91, 0.92, 0.93, 0.5, 0.6, 0.6, 0.6, 0.6]


def plateau(arguments):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.8)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, **arguments)
    found = []
    for loss in LOSSES:
        optimizer.step()
        scheduler.step(loss)
        found.append(optimizer.param_groups[0]["lr"])
    return found


def line(call, *lists):
    return "\t".join([call] + [" ".join(repr(v) for v in values) for values in lists]) + "\n"


OUT.mkdir(parents=True, exist_ok=True)
(OUT / "optimizers.tsv").write_text("".join(line(c, walked(m)) for c, m in OPTIMIZERS.items()))
(OUT / "schedules.tsv").write_text("".join(line(c, rates(m)) for c, m in SCHEDULES.items()))
(OUT / "plateau.tsv").write_text(
    "".join(line(c, LOSSES, plateau(a)) for c, a in PLATEAUS.items())
)
