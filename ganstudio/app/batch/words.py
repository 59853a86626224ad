"""Sentences about what a batch would do, and about what it did."""

from __future__ import annotations

from ganstudio.app.batch.queue import BatchJob
from ganstudio.app.batch.queue_model import Draft
from ganstudio.app.i18n import translate


def plan_text(draft: Draft, count: int) -> str:
    """What a start would do, in a sentence or two."""
    task, planned = draft
    some = (
        translate("BatchWindow", "One file will be written.")
        if count == 1
        else translate("BatchWindow", "{0} files will be written.")
    )
    words = [some.replace("{0}", f"{count:,}")]
    if planned.there:
        words.append(
            {
                "update": translate(
                    "BatchWindow", "{0} are there already and made again only if anything differs."
                ),
                "keep": translate("BatchWindow", "{0} are there already and stay as they are."),
                "replace": translate("BatchWindow", "{0} are there already and will be replaced."),
            }[task.existing].replace("{0}", f"{len(planned.there):,}")
        )
    return " ".join((*words, *planned.warnings))


def summary(job: BatchJob) -> str:
    """How a batch ended, in one sentence."""
    made = job.pace.total - job.lacks
    if job.failed:
        text = translate("BatchWindow", "{0} of {1} pictures are in {2}; {3} failed.")
    else:
        text = translate("BatchWindow", "{0} of {1} pictures are in {2}.")
    values = (f"{made:,}", f"{job.pace.total:,}", job.task.out.name, f"{job.failed:,}")
    for place, value in enumerate(values):
        text = text.replace(f"{{{place}}}", value)
    return text
