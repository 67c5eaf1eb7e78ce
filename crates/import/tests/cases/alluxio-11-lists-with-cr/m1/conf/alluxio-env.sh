#!/bin/bash
ALLUXIO_RAM_FOLDER=/mnt/ramdisk
