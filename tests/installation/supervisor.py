# SPDX-License-Identifier: EUPL-1.2
"""A parent for the tests of `processes`: its children write down what happens to them."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from gemensam.installation.listening import page_answers
from gemensam.installation.processes import Command, supervise

NOTE = 'note() { echo "$1" >> "$NOTES"; }; '
ALIVE = 'note "$NAME:$$"; echo "$NAME-speaks"; while :; do sleep 0.05; done'
SCRIPTS = {
    "web": "trap 'note $NAME-interrupted' INT; "
    "trap 'note $NAME-stops; exit 0' TERM; " + ALIVE,
    "stubborn": "trap 'note $NAME-ignores' TERM; " + ALIVE,
    "fails": "sleep 0.2; exit 3",
    "has-child": "sleep 60 & note grandchild:$!; " + ALIVE,
}
SCRIPTS["worker"] = SCRIPTS["web"]


def command(name: str, notes: Path) -> Command:
    if name.startswith("{"):
        spec = json.loads(name)
        folder = Path(spec["folder"])
        return Command("granian", spec["argv"], dict(os.environ), folder)
    argv = ["/bin/sh", "-c", NOTE + SCRIPTS.get(name, "")]
    if name == "missing":
        argv = ["/no/such/program"]
    environ = {**os.environ, "NAME": name, "NOTES": str(notes)}
    return Command(name, argv, environ, patience=1.0 if name == "stubborn" else 10.0)


def main() -> int:
    notes, names = Path(sys.argv[1]), sys.argv[2:]
    started = {"web", "worker", "stubborn", "has-child"} & set(names)

    def is_ready() -> bool:
        if names[0].startswith("{"):
            return page_answers(json.loads(names[0])["port"])
        seen = {line.split(":")[0] for line in notes.read_text().split()}
        return "fails" not in names and started <= seen

    def on_ready() -> None:
        with notes.open("a") as stream:
            stream.write("ready\n")

    commands = [command(name, notes) for name in names]
    return supervise(commands, is_ready=is_ready, on_ready=on_ready)


if __name__ == "__main__":
    sys.exit(main())
