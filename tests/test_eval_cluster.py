"""The same plan on a local Ray cluster of two workers. Needs the extra `distributed`; says so when it is not there."""

import importlib.util
import json
from pathlib import Path

import pytest

from tests.eval_desk import SUITE, make_desk, writer
from tests.scripted_endpoint import ScriptedEndpoint

HAS_RAY = importlib.util.find_spec("ray") is not None


@pytest.mark.skipif(HAS_RAY, reason="ray is installed")
def test_without_ray_it_says_what_to_install(tmp_path: Path) -> None:
    done = make_desk(tmp_path, "http://127.0.0.1:9/v1").run("run", "small", "--ray", "local")
    assert done.returncode == 2
    assert "biganzi[distributed]" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not HAS_RAY, reason="RAY IS NOT INSTALLED: the cluster is not tested; pip install 'biganzi[distributed]'")
def test_a_cluster_gives_what_one_machine_gives(tmp_path: Path) -> None:
    suite = SUITE.replace("models: [ok]", 'models: [ok, "404"]').replace("models:", "  - {id: local, engine: offline}\nmodels:")
    with ScriptedEndpoint(writer, delay=0.05) as server:
        desk = make_desk(tmp_path, server.base_url, suite=suite)
        done = desk.run("run", "small", "--ray", "local", "--json", timeout=240)
        assert done.returncode == 1, done.stderr
        told = json.loads(done.stdout)
        assert told["counts"] == {"planned": 30, "done": 18, "cached": 0, "failed": 12, "missing": 0}
        means = {(column["variant"], column["model"]): column["means"] for column in told["columns"]}
        assert means["strict", "ok"]["numbers"] == 1.0
        assert means["plain", "ok"]["numbers"] == 0.5
        assert means["local", ""]["numbers"] == 1.0
        before = len(server.requests)
        again = json.loads(desk.run("run", "small", "--run", "alone", "--model", "ok", "--json").stdout)
        assert (again["counts"]["done"], len(server.requests)) == (18, before), "one machine takes the cluster's answers"
