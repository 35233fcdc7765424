#!/bin/sh
# Four shards as an array job of Slurm, one controller and one node on this machine, and merged behind it.
set -u

# shellcheck source=tests/scale/kit.sh
. tests/scale/kit.sh
needs slurmctld slurmd munged sbatch squeue scontrol
[ "$(id -u)" = 0 ] || { echo 'only root may start the daemons'; exit 77; }

host=$(hostname -s)
etc=$WORK/slurm
pids=
stop() { for pid in $pids; do kill "$pid" 2>/dev/null; done; }
trap stop EXIT
chmod 755 "$WORK"
mkdir -p "$etc/state" "$etc/spool"

head -c 1024 /dev/urandom >"$etc/munge.key"
chmod 400 "$etc/munge.key"
munged --foreground --force --key-file="$etc/munge.key" --socket="$etc/munge.socket" --pid-file="$etc/munged.pid" \
	--log-file="$etc/munged.log" --seed-file="$etc/munged.seed" >"$etc/munged.said" 2>&1 &
pids="$pids $!"

cat >"$etc/slurm.conf" <<END
ClusterName=here
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$etc/munge.socket
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$etc/state
SlurmdSpoolDir=$etc/spool
SlurmctldPidFile=$etc/slurmctld.pid
SlurmdPidFile=$etc/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
END
export SLURM_CONF="$etc/slurm.conf"
slurmctld -D >"$etc/slurmctld.said" 2>&1 &
pids="$pids $!"
slurmd -D -N "$host" >"$etc/slurmd.said" 2>&1 &
pids="$pids $!"

# A node takes a moment until it is idle.
ready=no
for _ in $(seq 40); do
	sinfo -h -o %t 2>/dev/null | grep -q idle && { ready=yes; break; }
	sleep 0.5
done
if [ $ready = no ]; then
	echo "Slurm does not come up here: $(grep -hE 'error|fatal' "$etc"/*.said | tail -1)"
	exit 77
fi

make_folder
cp tests/scale/redact.sbatch "$WORK"
cd "$WORK" || exit 1
PATH=$(dirname "$PROGRAM"):$PATH timeout 300 sbatch --wait redact.sbatch >"$WORK/said" 2>&1
is 'an array of four comes to its end' [ $? = 0 ]
cat "$WORK"/slurm-*.out >"$WORK/said.jobs" 2>/dev/null
is 'each task leaves its ledger' sh -c '[ "$(ls "$1"/out.ledger.?-of-4 | wc -l)" = 4 ]' - "$WORK"
merged
finish
