# SPDX-License-Identifier: EUPL-1.2
import click

from gemensam.cli.session import tell
from gemensam.cli.words import print_json, say, words
from gemensam.installation.keys import pseudonym_keys, rotate_pseudonym_key
from gemensam.installation.paths import paths_of


@click.command("keys")
@click.option("--rotate", is_flag=True, help="Add a version and make it the current.")
@click.option("--json", "as_data", is_flag=True, help="As one JSON object.")
def keys(rotate: bool, as_data: bool) -> None:
    """The fingerprints of the pseudonym keys, to compare with the copy in escrow."""
    paths = paths_of().make(tell=tell)
    kept = (rotate_pseudonym_key if rotate else pseudonym_keys)(paths, tell=tell)
    told = [
        {
            "version": version,
            "fingerprint": kept.fingerprint(version),
            "current": version == kept.current,
        }
        for version in sorted(kept.versions)
    ]
    if as_data:
        print_json({"pseudonym_keys": told})
        return
    for one in told:
        text = words("Pseudonym key {version}: {fingerprint}").format(**one)
        say(text + (f" ({words('in use')})" if one["current"] else ""))
    if rotate:
        say(words("Restart serve and worker, and renew the copy in escrow."))
