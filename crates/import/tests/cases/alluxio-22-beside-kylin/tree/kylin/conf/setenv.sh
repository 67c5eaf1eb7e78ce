export KYLIN_JVM_SETTINGS="-Xms1g -Xmx4g"
