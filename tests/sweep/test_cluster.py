"""The launchers of scripts/cluster: the same table from a Slurm job array and from mpirun as from one process. Slurm is
started for the test, on this machine alone, and ended with it; skipped where slurm-wlm or openmpi-bin is absent."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from tests.sweep import material
from tests.sweep.material import make_checkpoint, report, run

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts" / "cluster"
SLURM = ("slurmctld", "slurmd", "munged", "sbatch", "squeue")


def find(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


class Cluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.root = Path(holder.name)
        material.make_archive(cls.root / "blob.pt")
        material.make_clips(cls.root / "clips", (6, 4, 5))
        for epoch in range(1, 5):
            make_checkpoint(cls.root / f"e{epoch}.pth", 8 - 2 * epoch, epoch)
        cls.words = [cls.root / "blob.pt", "--checkpoints", cls.root / "e*.pth", "--dataset", "folder", "--data",
                     cls.root / "clips"]
        code, _, err = run("sweep", *cls.words, "--out", cls.root / "whole")
        assert code == 0, err

    def joined(self, out, shards):
        parts = sorted(out.glob("shard-*"))
        self.assertEqual(len(parts), shards)
        code, _, err = run("sweep", *(word for part in parts for word in ("--merge", part)), "--out", out / "whole")
        self.assertEqual(code, 0, err)
        self.assertEqual(report(out / "whole"), report(self.root / "whole"))

    def test_the_scripts_say_how_they_are_used(self):
        for name in ("sweep.sbatch", "sweep_mpi"):
            clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLURM", "OMPI", "PMI"))}
            done = subprocess.run([SCRIPTS / name], capture_output=True, text=True, env=clean)
            self.assertEqual(done.returncode, 2)
            self.assertIn("siamrt sweep $(printf", done.stderr)

    def test_any_numbering_of_an_array_gives_the_same_table(self):
        out = self.root / "array"
        for index, task in enumerate((4, 6, 8)):
            environment = dict(os.environ, SIAMRT=material.PROGRAM, SLURM_ARRAY_TASK_ID=str(task),
                               SLURM_ARRAY_TASK_MIN="4", SLURM_ARRAY_TASK_STEP="2", SLURM_ARRAY_TASK_COUNT="3")
            done = subprocess.run([SCRIPTS / "sweep.sbatch", out, *map(str, self.words)], capture_output=True,
                                  text=True, env=environment)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((out / f"shard-{index + 1}").is_dir())
        self.joined(out, 3)

    def test_mpirun_gives_the_same_table(self):
        if not find("mpirun"):
            self.skipTest("needs mpirun (Debian's openmpi-bin)")
        out = self.root / "mpi"
        done = subprocess.run([find("mpirun"), "--allow-run-as-root", "--oversubscribe", "-n", "2",
                               SCRIPTS / "sweep_mpi", out, *map(str, self.words), "--jobs", "1"],
                              capture_output=True, text=True, env=dict(os.environ, SIAMRT=material.PROGRAM))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.joined(out, 2)

    def test_a_slurm_job_array_gives_the_same_table(self):
        missing = [name for name in SLURM if not find(name)]
        if missing:
            self.skipTest(f"needs {', '.join(missing)} (Debian's slurm-wlm and munge)")
        if os.geteuid() != 0:
            self.skipTest("starting slurmd needs root")
        environment = self.start_slurm()
        out = self.root / "slurm"
        done = subprocess.run([find("sbatch"), "--wait", "--array=1-2", "--cpus-per-task=1", "--mem=0",
                               f"--output={self.root}/slurm-%a.log", SCRIPTS / "sweep.sbatch", out,
                               *map(str, self.words)],
                              capture_output=True, text=True, env=environment, timeout=300)
        logs = "".join(path.read_text() for path in self.root.glob("slurm-*.log"))
        self.assertEqual(done.returncode, 0, done.stderr + logs)
        self.joined(out, 2)

    def start_slurm(self):
        """munged, slurmctld and slurmd with their files in the test's folder; ended by their own ids."""
        place = Path(tempfile.mkdtemp(prefix="slurm"))
        self.addCleanup(shutil.rmtree, place, ignore_errors=True)
        place.chmod(0o755)
        key = place / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            two.bind(("127.0.0.1", 0))
            ports = one.getsockname()[1], two.getsockname()[1]
        host = socket.gethostname().split(".")[0]
        user = getpass.getuser()
        (place / "state").mkdir()
        (place / "spool").mkdir()
        (place / "slurm.conf").write_text(f"""ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/munge
AuthInfo=socket={place}/munge.socket
CredType=cred/munge
StateSaveLocation={place}/state
SlurmdSpoolDir={place}/spool
SlurmctldPidFile={place}/slurmctld.pid
SlurmdPidFile={place}/slurmd.pid
SlurmctldLogFile={place}/slurmctld.log
SlurmdLogFile={place}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")
        environment = dict(os.environ, SLURM_CONF=str(place / "slurm.conf"), SIAMRT=material.PROGRAM)
        for words in ([find("munged"), "--foreground", "--force", f"--key-file={key}", f"--socket={place}/munge.socket",
                       f"--pid-file={place}/munged.pid", f"--log-file={place}/munged.log",
                       f"--seed-file={place}/munged.seed"],
                      [find("slurmctld"), "-D", "-f", str(place / "slurm.conf")],
                      [find("slurmd"), "-D", "-f", str(place / "slurm.conf")]):
            process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.addCleanup(process.wait)
            self.addCleanup(process.terminate)
            time.sleep(1)
        for _ in range(120):
            states = subprocess.run([find("sinfo") or "sinfo", "-h", "-o", "%T"], capture_output=True, text=True,
                                    env=environment).stdout
            if "idle" in states:
                return environment
            time.sleep(0.5)
        logs = "".join(path.read_text() for path in place.glob("*.log"))
        self.skipTest(f"Slurm does not start on this machine: {logs[-600:]}")


if __name__ == "__main__":
    unittest.main()
