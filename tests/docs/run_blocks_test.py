"""The examples of a document are run, compared and accepted as run_blocks.py says."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

import run_blocks

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import program
import transcript

# Says what it was called with; fails as the scenario or the last word tells it to.
FAKE = """\
#!/bin/sh
echo "called: $*"
[ "$1" = check ] && [ -f "$2" ] && cat "$2"
case "$*" in *warn*) echo careful >&2 ;; esac
case "$*" in *fail*) exit 1 ;; esac
"""


class DocumentTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.document = Path(folder.name) / "document.md"
        self.fake = Path(folder.name) / "fake"
        self.fake.write_text(FAKE)
        self.fake.chmod(0o755)

    def run_text(self, text, accepting=False):
        """(whether all is as it should be, what was said, the document afterwards)."""
        self.document.write_text(text, encoding="utf-8")
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            good = run_blocks.run_document(self.document, self.fake, accepting)
        return good, said.getvalue(), self.document.read_text(encoding="utf-8")

    def test_right_console(self):
        text = "# A\n```console\n$ raceproof a 'b c'\ncalled: a b c\n```\ntext\n"
        self.assertEqual(self.run_text(text)[::2], (True, text))

    def test_wrong_console(self):
        good, said, _ = self.run_text("```console\n$ tools/run a\ncalled: b\n```\n")
        self.assertFalse(good)
        self.assertIn("-called: b\n+called: a\n", said)

    def test_several_commands_and_standard_error(self):
        text = ("```console\n$ raceproof warn\ncalled: warn\ncareful\n"
                "$ raceproof b\ncalled: b\n```\n")
        self.assertTrue(self.run_text(text)[0])

    def test_accepting(self):
        text = ("```console\n$ raceproof a\n```\n"
                "````console\n$ raceproof b\nold\nolder\n````\n```sh\n$ raceproof c\n```\n")
        good, _, after = self.run_text(text, accepting=True)
        self.assertTrue(good)
        self.assertEqual(after, "```console\n$ raceproof a\ncalled: a\n```\n"
                         "````console\n$ raceproof b\ncalled: b\n````\n```sh\n$ raceproof c\n```\n")

    def test_exit_codes_are_not_accepted(self):
        for fence, command, good in (("", "fail", False), (" exit=1", "fail", True),
                                     (" exit=1", "a", False), (" exit=2", "fail", False)):
            text = f"```console{fence}\n$ raceproof {command}\ncalled: {command}\n```\n"
            self.assertEqual(self.run_text(text, accepting=True)[0], good, text)

    def test_scenarios(self):
        for fence, good in (("", True), (" --set N=3", True), (" exit=1", False),
                            (" exit=1 fail", True), (" fail", False)):
            self.assertEqual(self.run_text(f"```race{fence}\nvar x\n```\n")[0], good, fence)

    def test_other_commands_are_refused(self):
        with self.assertRaises(transcript.Unreadable):
            self.run_text("```console\n$ rm -r /\n```\n")
        with self.assertRaises(transcript.Unreadable):
            self.run_text("```console\n$ raceproof\n")

    def test_files_are_shown(self):
        head = (program.ROOT / "LICENSE").read_text(encoding="utf-8")
        text = f"```console\n$ cat LICENSE\n{head}```\n"
        self.assertTrue(self.run_text(text)[0])


if __name__ == "__main__":
    unittest.main()
