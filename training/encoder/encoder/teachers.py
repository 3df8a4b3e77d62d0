"""Several models of earlier runs teach one: of every text they say what they believe, on the average, and the student follows.

The student hears all tasks on every batch, also on texts without labels (Hinton, Vinyals and Dean 2015; of chains the whole
distribution, as in Wang and others 2020). What a chain, a tree or a name is most often believed to be is learned as such: a
student of a mean is better than any of those whose mean it is.
"""

import time

import torch

from .model import Model


class Teachers:
    def __init__(self, run, tasks, out, device):
        """`run`: `models` beside the folder of this run, and the `weight` of what they say."""
        self.weight = run["weight"]
        self.tasks = [task for task in tasks if hasattr(task, "beliefs")]
        self.models = []
        for path in run["models"]:
            weights = weights_of(out / path)
            if not is_sound(weights):
                print(f"{path} is no teacher", flush=True)
                continue
            model = Model([task for task in tasks if hasattr(task, "head")])
            model.load_state_dict(weights)
            self.models.append(model.to(device).eval().requires_grad_(False))

    def losses(self, student, vectors, inputs):
        with torch.no_grad():
            theirs = [model.words(inputs) for model in self.models]
            beliefs = {task.name: task.beliefs([model.heads[task.name] for model in self.models], theirs, inputs) for task in self.tasks}
        return {f"{task.name}-taught": self.weight * task.loss_of_beliefs(student.heads[task.name], vectors, inputs, beliefs[task.name])
                for task in self.tasks}


def weights_of(path):
    """Of an earlier run, or of one beside this one: its end is waited for."""
    if not path.exists():
        print(f"waiting for {path}", flush=True)
    while not path.exists():
        time.sleep(1)
    return torch.load(path, weights_only=True, map_location="cpu")["weights"]


def is_sound(weights):
    """A run can end in numbers that are none."""
    return all(tensor.isfinite().all() for tensor in weights.values())
