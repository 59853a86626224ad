"""One run in several processes: who takes part, and what they tell one another.

A thin layer of our own over torch.distributed. Wrappers such as DDP or Lightning Fabric average gradients in
hooks of a wrapped module's forward pass, which has to be taken apart again for what GANs do: several networks
in one backward pass, gradients of gradients, a network used twice before one update. Here a recipe says when
its gradients are complete (`Recipe.sync`), and one all-reduce makes the mean: the same arithmetic as in one
process. Precision is ours as well, so that nothing else of a framework is left to be used.

Processes are found as torchrun and SLURM name them in the environment; `--devices N` starts its own in the
same way (`helpers`).
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed, nn
from torch.distributed import PrefixStore, TCPStore  # type: ignore[attr-defined]

from ganstudio.errors import GanStudioError, InputError

T = TypeVar("T")

_VARIABLES = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")
# A run may be paused for long, and a process that dies is noticed by its closed connection.
_PATIENCE = timedelta(days=30)
_MEETING = timedelta(minutes=5)


@dataclass(frozen=True)
class Processes:
    """Process `rank` of `world`; all methods that exchange something must be called by all of them."""

    rank: int = 0
    world: int = 1
    local_rank: int = 0

    @property
    def leads(self) -> bool:
        """Whether this is the one that writes files."""
        return self.rank == 0

    def average(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace the gradients of these parameters by their mean over all processes."""
        if self.world > 1:
            self.mean([parameter.grad for parameter in parameters if parameter.grad is not None])

    @torch.no_grad()
    def mean(self, tensors: Sequence[Tensor]) -> None:
        """Replace tensors of one type by their mean over all processes, in a single exchange."""
        if self.world == 1 or not tensors:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        with _told():
            distributed.all_reduce(flat)
        flat /= self.world
        sizes = [tensor.numel() for tensor in tensors]
        parts = zip(tensors, flat.split(sizes), strict=True)
        torch._foreach_copy_(list(tensors), [part.view(tensor.shape) for tensor, part in parts])

    def agree(self, value: T) -> T:
        """What the first process says, in all of them."""
        if self.world == 1:
            return value
        said = [value]
        with _told():
            distributed.broadcast_object_list(said, device=_place(self.local_rank))
        return said[0]

    def gather(self, value: T) -> list[T]:
        """What every process says, by rank."""
        if self.world == 1:
            return [value]
        said: list[Any] = [None] * self.world
        with _told():
            distributed.all_gather_object(said, value)
        return said

    @torch.no_grad()
    def share(self, tensors: Iterable[Tensor]) -> None:
        """Give all processes the first one's values."""
        if self.world > 1:
            with _told():
                for tensor in tensors:
                    distributed.broadcast(tensor, 0)

    @contextmanager
    def first_alone(self) -> Iterator[None]:
        """The first process goes through the block before the others: it prepares files that they read."""
        if self.world > 1 and not self.leads:
            self.agree(None)
        yield
        if self.world > 1 and self.leads:
            self.agree(None)


ALONE = Processes()


def described(environ: Mapping[str, str]) -> dict[str, str]:
    """torchrun's five variables, from its own or from SLURM's (in a step started by srun); else empty."""
    if all(name in environ for name in _VARIABLES):
        return {name: environ[name] for name in _VARIABLES}
    if int(environ.get("SLURM_STEP_NUM_TASKS", 1)) == 1:
        return {}
    job = int(environ.get("SLURM_JOB_ID", 0))
    return {
        "RANK": environ["SLURM_PROCID"],
        "WORLD_SIZE": environ["SLURM_STEP_NUM_TASKS"],
        "LOCAL_RANK": environ["SLURM_LOCALID"],
        "MASTER_ADDR": environ.get("MASTER_ADDR") or _first_host(environ["SLURM_STEP_NODELIST"]),
        # All processes of a job must come to the same port without having talked.
        "MASTER_PORT": environ.get("MASTER_PORT", str(20_000 + job % 20_000)),
    }


def _first_host(nodes: str) -> str:
    """`node[03-07,12],other` begins with node03."""
    found = re.match(r"([^,\[]+)(?:\[(\w+))?", nodes)
    return "".join(part or "" for part in found.groups()) if found else nodes


@contextmanager
def joined(variables: Mapping[str, str], device: str) -> Iterator[Processes]:
    """Take part in the run that `described` found; on CUDA each process takes the device of its local rank.

    Raises InputError when the others cannot be reached. Without variables a run is one process.
    """
    if not variables or int(variables["WORLD_SIZE"]) == 1:
        yield ALONE
        return
    rank, world, local = (int(variables[name]) for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK"))
    cuda = device.startswith("cuda")
    if cuda:
        torch.cuda.set_device(local)
    host, port = variables["MASTER_ADDR"], int(variables["MASTER_PORT"])
    # torchrun may keep the meeting place open itself.
    opens = rank == 0 and os.environ.get("TORCHELASTIC_USE_AGENT_STORE") != "True"
    try:
        meeting = TCPStore(host, port, world, opens, timeout=_MEETING)
        distributed.init_process_group(
            "nccl" if cuda else "gloo",
            store=PrefixStore("ganstudio", meeting),
            rank=rank,
            world_size=world,
            timeout=_PATIENCE,
        )
    except (RuntimeError, ValueError) as error:
        raise InputError(
            f"The processes of this run could not find one another at {host}:{port}.", detail=str(error)
        ) from error
    try:
        yield Processes(rank, world, local)
    finally:
        distributed.destroy_process_group()


@contextmanager
def helpers(words: Sequence[str], count: int) -> Iterator[dict[str, str]]:
    """Start `count` - 1 further processes of this command on this machine; gives the variables of the first.

    words: what follows `ganstudio`. When the block is left the others end by themselves, because the first
    process no longer answers; after an error they are ended.
    """
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    common = {"WORLD_SIZE": str(count), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    if sys.platform == "linux":
        # The name of a machine does not always lead back to it.
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    command = [sys.executable, "-m", "ganstudio", *words]
    started = []
    try:
        for rank in range(1, count):
            own = {**os.environ, **common, "RANK": str(rank), "LOCAL_RANK": str(rank)}
            # A session of their own: Ctrl+C is for the first process, which the others follow.
            started.append(
                subprocess.Popen(command, env=own, stdin=subprocess.DEVNULL, start_new_session=True)
            )
        yield {**common, "RANK": "0", "LOCAL_RANK": "0"}
    except BaseException:
        for process in started:
            process.terminate()
        raise
    finally:
        for process in started:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _place(local_rank: int) -> torch.device:
    return torch.device("cuda", local_rank) if distributed.get_backend() == "nccl" else torch.device("cpu")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise GanStudioError(
            "Another process of this run has ended.",
            hint="Start the run again: it goes on from its last saved state.",
            detail=str(error),
        ) from error
