"""What simulated walks add to the result of a case: asked for, and put in once worked out."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kinchain.app.present import merged
from kinchain.core.formats.assessment import Assessment, Chain, CitedSource
from kinchain.store.jobs import Job
from kinchain.store.keeping import Store
from kinchain.web.visit import Visit
from kinchain.web.work.tasks import EFFECTS, SUMMARY, WALK


def order_for(store: Store, visit: Visit) -> dict[str, Any]:
    """Return what is to be worked out for a case as it is told now.

    Parameters
    ----------
    store
        The store.
    visit
        What was told.
    """
    results = [one.result_id for one in store.jobs.of(visit.id, WALK)
               if one.state == "done" and one.result_id]  # fmt: skip
    case = visit.interview.case.model_dump(mode="json", exclude_defaults=True)
    told = json.dumps([case, sorted(results)], sort_keys=True, default=str)
    return {
        "case": case,
        "files": {one: f"walk-{number:03d}.json" for number, one in enumerate(sorted(results))},
        "key": hashlib.sha256(told.encode()).hexdigest(),
    }


def job_for(store: Store, visit: Visit) -> Job | None:
    """Return the newest job for a case as it is told now, or None.

    Parameters
    ----------
    store
        The store.
    visit
        What was told.
    """
    jobs = store.jobs.of(visit.id, EFFECTS)
    if not jobs:
        return None
    key = order_for(store, visit)["key"]
    return next((one for one in reversed(jobs) if one.payload.get("key") == key), None)


def with_effects(store: Store, visit: Visit, assessment: Assessment) -> Assessment:
    """Return an assessment with what simulated walks add, where that is worked out.

    Parameters
    ----------
    store
        The store.
    visit
        What was told.
    assessment
        The assessment of what was told.
    """
    job = job_for(store, visit)
    if job is None or job.state != "done" or job.result_id is None:
        return assessment
    kept = store.files.get(job.case_id, job.result_id)
    if kept is None or not kept.name.endswith(SUMMARY):
        return assessment
    data = json.loads(store.files.content(job.case_id, kept.id))
    chain = Chain.model_validate({**assessment.chain.model_dump(mode="json"), **data["chain"]})
    sources = tuple(CitedSource.model_validate(one) for one in data["sources"])
    return assessment.model_copy(
        update={"chain": chain, "sources": merged(assessment.sources, sources)}
    )
