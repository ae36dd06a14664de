"""The public audit of the GraphQL over HTTP specification (npm graphql-http), against the live service."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.api.service import Service, application
from tests.contract.live import served


def test_every_audit_of_the_specification_passes(node: Path, tmp_path: Path) -> None:
    made = application(tmp_path)
    service = Service(made)
    with served(service.app) as url:
        told = {"POLE_URL": f"{url}/graphql", "POLE_HEADERS": json.dumps(service.headers())}
        done = subprocess.run(
            ["node", "audit.js"],
            cwd=node,
            env=os.environ | told,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    made.close()
    results = json.loads(done.stdout)
    assert [(r["id"], r["name"], r["reason"]) for r in results if r["status"] != "ok"] == []
    assert len(results) == 61
