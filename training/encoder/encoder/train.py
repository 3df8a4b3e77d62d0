"""Trains the encoder and its heads, in parts: run it again and it goes on where it stopped.

    python -m encoder.train --run RUN.toml --data ../../../shared/data --layers LAYERS --out FOLDER [--minutes 60]

FOLDER gets `checkpoint.pt` (replaced every two minutes), `log.tsv` (a line an epoch) and, at the end,
`model.pt` with the averaged weights. A GPU is used where there is one.
"""

import argparse
import os
import random
import time
import tomllib
from pathlib import Path

import torch

from . import windows
from .base import base_tokenizer
from .data import load_tasks
from .evaluate import evaluate
from .model import Model
from .recorded import Recorded
from .teachers import Teachers, is_sound, weights_of
from .pieces import WordPieces

SAVE_EVERY_S = 120


def main():
    arguments = parsed()
    run = tomllib.loads(Path(arguments.run).read_text())
    if arguments.seed is not None:
        run["seed"] = arguments.seed
    torch.manual_seed(run["seed"])
    torch.set_num_threads(arguments.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tasks, checks = load_tasks(run, arguments.data, arguments.layers, WordPieces(base_tokenizer()))
    training = Training(run, tasks, checks, arguments.data / "../score", arguments.out, device, arguments.finish_in)
    training.resume()
    training.go(time.monotonic() + 60 * arguments.minutes)


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True, help="what to train: a file of runs/")
    parser.add_argument("--data", required=True, type=Path, help="the folder of the corpora")
    parser.add_argument("--layers", required=True, type=Path, help="what `cargo run -p reading --example layers` wrote")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--seed", type=int, help="instead of the seed of the run")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with a checkpoint")
    parser.add_argument("--finish-in", type=float, metavar="SECONDS", help="where time is lent: a shorter run, its rates falling sooner")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args()


class Training:
    def __init__(self, run, tasks, checks, scorers, out, device, finish_in=None):
        self.run, self.tasks, self.checks, self.scorers, self.out, self.device = run, tasks, checks, scorers, out, device
        self.finish_in = finish_in
        out.mkdir(parents=True, exist_ok=True)
        self.model = Model(tasks)
        if "start" in run:
            self.start_from(out / run["start"])
        self.model.to(device)
        self.teachers = Teachers(run["teachers"], tasks, out, device) if "teachers" in run else None
        is_gpu = device.type == "cuda"
        self.optimizer = torch.optim.AdamW(groups_of(self.model, run), betas=(0.9, 0.98), eps=1e-6, fused=is_gpu, capturable=is_gpu)
        self.base_rates = torch.tensor([group["lr"] for group in self.optimizer.param_groups], device=device)
        self.recorded = None
        if is_gpu:
            self.rates = self.base_rates.clone()
            self.recorded = Recorded(self.learn)
            self.lend_rates()
        self.average = {name: tensor.clone() for name, tensor in self.model.state_dict().items()}
        followed = [name for name, tensor in self.average.items() if tensor.dtype.is_floating_point]
        now = self.model.state_dict()
        self.followed = [self.average[name] for name in followed], [now[name] for name in followed]
        self.epoch, self.batch, self.step, self.seconds, self.losses = 0, 0, 0, 0.0, {}
        # Epochs differ by a few batches, as their documents are cut elsewhere.
        self.n_steps = run["epochs"] * len(self.plan(0))
        self.has_bf16 = is_gpu or bf16_is_fast()
        self.saved = time.monotonic()

    def lend_rates(self):
        """A recorded step finds its rates where they stood when it was recorded."""
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group["lr"] = rate

    def start_from(self, path):
        """Takes over the weights of an earlier run: of the encoder and of the heads that both have."""
        weights = weights_of(path)
        if not is_sound(weights):
            print(f"{path} is no model to start from", flush=True)
            return
        unknown = self.model.load_state_dict(weights, strict=False).unexpected_keys
        if unknown:
            raise SystemExit(f"{path} holds weights that this run has no place for: {', '.join(unknown[:5])}")

    def plan(self, epoch):
        """The batches of an epoch, `(task, batch)`, in an order that the seed and the epoch decide."""
        plan = []
        for task in self.tasks:
            seed = f"{self.run['seed']}-{task.name}-{epoch}"
            batches = task.batches(self.run["max_pieces"], self.run["batch_pieces"], seed)
            # Already in random order: the first ones are a sample.
            share = self.run["tasks"][task.name].get("share", 1)
            plan += [(task, batch) for batch in batches[: round(share * len(batches))]]
        random.Random(f"{self.run['seed']}-{epoch}").shuffle(plan)
        return plan

    def go(self, deadline):
        while self.epoch < self.run["epochs"] and self.progress() < 1:
            if not self.one_epoch(deadline):
                self.save()
                print(f"stopped in epoch {self.epoch} after {self.step} of {self.n_steps} steps; run again to go on")
                return
            self.epoch, self.batch = self.epoch + 1, 0
            self.report()
            self.save_when_due()
        os.replace(self.written(), self.out / "model.pt")

    def written(self):
        """The averaged weights, whole before they get their name: a student may wait for them."""
        labels = {task.name: task.label_lists() for task in self.tasks if hasattr(task, "head")}
        weights = {name: tensor.cpu() for name, tensor in self.average.items()}
        torch.save({"weights": weights, "labels": labels}, self.out / "model.new")
        return self.out / "model.new"

    def one_epoch(self, deadline):
        plan = self.plan(self.epoch)
        self.model.train()
        started = time.monotonic()
        for task, batch in plan[self.batch :]:
            if started > deadline:
                return False
            self.save_when_due()
            self.take_step(task, batch)
            self.batch += 1
            self.seconds += time.monotonic() - started
            started = time.monotonic()
            if self.progress() >= 1:
                break
        return True

    def take_step(self, task, batch):
        # The last part of a run is learned as the program will reckon.
        rounds = self.progress() >= self.run.get("eight_bits_from", 1.0)
        self.model.encoder.round_to_eight_bits(rounds)
        if self.recorded:
            torch.mul(self.base_rates, self.rate(), out=self.rates)
            shape = windows.even_shape(batch, self.run["batch_pieces"]) if is_even(task) else None
            inputs = windows.to_device(task.prepared(batch, shape), self.device)
            key = (task.name, shape, rounds) if shape else None
            losses = self.recorded.step(key, task, inputs)
        else:
            for group, base in zip(self.optimizer.param_groups, self.base_rates.tolist()):
                group["lr"] = base * self.rate()
            # Dropout draws anew for each step, the same after a restart.
            torch.manual_seed(self.run["seed"] * 1_000_003 + self.step)
            losses = self.learn(task, windows.to_device(task.prepared(batch), self.device))
        self.count(losses)

    def learn(self, task, inputs):
        """One step of learning: answers its losses by their names."""
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.has_bf16):
            vectors = self.model.words(inputs)
            losses = {}
            if hasattr(task, "head"):
                losses[task.name] = task.loss(self.model.heads[task.name], vectors, inputs)
            if self.teachers and is_even(task):
                losses.update(self.teachers.losses(self.model, vectors, inputs))
            loss = sum(losses.values())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        size = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        losses = {name: own.detach().nan_to_num() for name, own in losses.items()}
        if self.recorded:
            # A gradient that is no number would end the run: its step is left out, by a GPU without being asked.
            self.optimizer.found_inf = losses["left-out"] = (~size.isfinite()).float()
        self.optimizer.step()
        return losses

    def count(self, losses):
        self.step += 1
        self.follow()
        # Summed where they are: to read a number would make a GPU wait.
        for name, own in losses.items():
            total, n = self.losses.get(name, (0.0, 0))
            self.losses[name] = (total + own, n + 1)
        if self.step % 100 == 0:
            pace = self.step / max(self.seconds, 1e-9)
            print(f"step {self.step}/{self.n_steps} {self.seconds:.0f} s {pace:.2f}/s {self.written_losses()}", flush=True)

    def progress(self):
        """The share of the run that is done."""
        by_time = self.seconds / self.finish_in if self.finish_in else 0.0
        return min(1.0, max(by_time, self.step / self.n_steps))

    def rate(self):
        """Rises over the first steps, then falls in a line to a fiftieth."""
        done, warm = self.progress(), self.run["warm_up"]
        if done < warm:
            return (done + 1 / self.n_steps) / (warm + 1 / self.n_steps)
        return 0.02 + 0.98 * (1 - done) / (1 - warm)

    @torch.no_grad()
    def follow(self):
        """The average of the weights, over about the last `1 / (1 - decay)` steps."""
        decay = min(self.run["decay"], (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(*self.followed, 1 - decay)

    def written_losses(self):
        return " ".join(f"{name} {total / n:.4f}" for name, (total, n) in sorted(self.losses.items()))

    def report(self):
        figures = evaluate_average(self)
        line = [f"{self.epoch}", f"{self.step}", f"{self.seconds:.0f}", self.written_losses(), figures]
        with open(self.out / "log.tsv", "a", encoding="utf-8") as log:
            log.write("\t".join(line) + "\n")
        print("\t".join(line), flush=True)
        self.losses = {}

    def save_when_due(self):
        if time.monotonic() - self.saved > SAVE_EVERY_S:
            self.save()
            self.saved = time.monotonic()

    def save(self):
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "place": (self.epoch, self.batch, self.step, self.seconds, {name: (float(total), n) for name, (total, n) in self.losses.items()}),
            "run": self.run,
        }
        torch.save(state, self.out / "checkpoint.new")
        os.replace(self.out / "checkpoint.new", self.out / "checkpoint.pt")

    def resume(self):
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=True, map_location=self.device)
        if state["run"] != self.run:
            raise SystemExit(f"{path} was made by another run: give another folder")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.recorded:
            self.lend_rates()
        for name, tensor in state["average"].items():
            self.average[name].copy_(tensor)
        self.epoch, self.batch, self.step, self.seconds, self.losses = state["place"]


def is_even(task):
    return getattr(task, "is_even", True)


def evaluate_average(training):
    if not training.checks:
        return ""
    kept = {name: tensor.clone() for name, tensor in training.model.state_dict().items()}
    training.model.load_state_dict(training.average)
    training.model.eval()
    figures = evaluate(training.model, training.checks, training.scorers, training.out)
    training.model.load_state_dict(kept)
    return figures


def groups_of(model, run):
    """Parameters by their rate: each layer learns a little slower than the one above it."""
    n_layers = len(model.encoder.layers)
    groups = {}
    for name, parameter in model.named_parameters():
        if name.startswith("heads."):
            rate = run["head_rate"]
        elif name == "encoder.form.weight":
            rate = run["rate"]
        elif name.startswith("encoder.layers."):
            rate = run["rate"] * run["layer_share"] ** (n_layers - 1 - int(name.split(".")[2]))
        else:
            rate = run["rate"] * run["layer_share"] ** n_layers
        decays = parameter.ndim > 1 and not name.startswith(("encoder.piece", "encoder.position", "encoder.form"))
        groups.setdefault((rate, 0.01 if decays else 0.0), []).append(parameter)
    return [{"params": own, "lr": rate, "weight_decay": decay} for (rate, decay), own in groups.items()]


def bf16_is_fast():
    """Only processors with instructions for bf16 gain by it."""
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


if __name__ == "__main__":
    main()
