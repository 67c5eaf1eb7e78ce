#!/bin/bash
export KYLIN_JVM_SETTINGS="-Xms1024M -Xmx4096M"
