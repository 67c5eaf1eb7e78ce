ALLUXIO_MASTER_HOSTNAME=made-up-master-0
ALLUXIO_JAVA_OPTS="-Dalluxio.master.journal.type=EMBEDDED -Dalluxio.master.journal.folder=/data/journal -Dalluxio.master.embedded.journal.addresses=made-up-master-0:19200,made-up-master-1:19200,made-up-master-2:19200 -Dalluxio.security.stale.channel.purge.interval=365d"
ALLUXIO_MASTER_JAVA_OPTS="-Dalluxio.master.hostname=${ALLUXIO_MASTER_HOSTNAME} -Dalluxio.master.mount.table.root.option.alluxio.underfs.version=2.7 -Dalluxio.master.mount.table.root.ufs=hdfs://made-up/alluxio"
